"""`local`, as `threading` has it."""

from _thread import _local as local
