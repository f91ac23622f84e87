# What runs corsgen in the work of others: pre-commit, shells, and what reads man pages. Sourced by `install`.

# Prints the path of pre-commit.
pre_commit() {
  python_packages pre-commit workflow pre_commit
}
