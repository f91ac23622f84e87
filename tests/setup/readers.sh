# What reads configurations beside the servers: crossplane and gixy those of nginx, PyYAML those of Envoy. Sourced by `install`.

# Prints the path of a Python that has them.
config_readers() {
  python_packages python-readers readers
}
