"""The learned reader: a small network that says who took which step and who met whom, sentence by sentence."""
