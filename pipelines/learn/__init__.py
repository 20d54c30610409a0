"""Train the network of `pipelines/extract/learned` from the labelled articles beside this file (`make train`).

Needs PyTorch, which is no dependency of the project: what runs in the pipeline is the exported network.
"""
