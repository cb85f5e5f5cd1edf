"""Installs cyclegc when an interpreter starts that has this folder on its PYTHONPATH."""

import cyclegc

cyclegc.install()
