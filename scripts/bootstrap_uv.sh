#!/usr/bin/env bash
# Put uv into .uv/, with nothing but Python on the machine.
# Debian ships `venv` apart from Python: as root it is installed, for others the one command is named.
set -euo pipefail
python=$1
version=$2

if ! "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'; then
  echo "dragoman: Python 3.11, 3.12 or 3.13 is needed; $python is $("$python" --version 2>&1)." >&2
  echo "dragoman: name another with: make PYTHON=python3.11 ..." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "dragoman: Python's venv module is missing. Install it with: sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
rm -rf .uv
"$python" -m venv .uv
.uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version"
