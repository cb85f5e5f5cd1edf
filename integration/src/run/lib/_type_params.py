"""What the compiler makes of type parameters: `def f[T]`, `class C[T]`, `type A = ...`."""

from typing import Generic, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple


def _made(param, bound, constraints, default):
    # They belong to the module whose text names them.
    param._lazy = bound, constraints, default
    param.__infer_variance__ = True
    return param


def type_var(name, bound, default):
    return _made(TypeVar(name), bound, None, default)


def constrained_var(name, constraints, default):
    return _made(TypeVar(name), None, constraints, default)


def param_spec(name, _, default):
    return _made(ParamSpec(name), None, None, default)


def type_var_tuple(name, _, default):
    return _made(TypeVarTuple(name), None, None, default)


def generic_base(params):
    flat = []
    for param in params:
        flat.extend(param if isinstance(param, TypeVarTuple) else (param,))
    return Generic[tuple(flat)]


def alias(name, params, value):
    made = TypeAliasType(name, None, type_params=params)
    made._value = value
    return made
