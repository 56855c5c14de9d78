#!/usr/bin/env bash
# Installs the grader; Gradescope runs it once, as root, when it builds the image of the autograder.
set -euo pipefail
root="${1:-/autograder}"

# Sets `python` to a Python 3.11 or later that can make environments.
find_python() {
  for python in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$python" -I -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      return
    fi
  done
  return 1
}

if ! find_python; then
  # Ubuntu 22.04 has one beside its own, 24.04 as its own.
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install --yes python3.11 python3.11-venv || apt-get install --yes python3 python3-venv
  find_python
fi

"$python" -I -m venv "$root/environment"
cd "$root/source"
"$root/environment/bin/python" -I -m pip install --quiet --requirement requirements.txt

# The bundle holds the hidden checks: they are for root alone, and a submission runs as another user.
chmod 700 "$root/source"
