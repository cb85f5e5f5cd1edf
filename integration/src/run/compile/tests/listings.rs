//! What small programs become. The order of evaluation is that of `dis` in CPython 3.13.

use insta::assert_snapshot;

use super::{code, inner};

#[test]
fn a_return_runs_the_finally_with_its_value_below() {
    let text = "def f():\n    try:\n        return g()\n    finally:\n        h()\n";
    assert_snapshot!(inner(text), @r#"
    f:
        3      0 LoadGlobal 0 (g)
               1 Call 0
        5      2 LoadGlobal 1 (h)
               3 Call 0
               4 Pop
        3      5 Return
        2 >>   6 PushExcInfo
        5      7 LoadGlobal 1 (h)
               8 Call 0
               9 Pop
        2     10 Reraise
          >>  11 Copy 2
              12 PopExcept
              13 Reraise
      0..2 -> 6 depth 0
      6..11 -> 11 depth 1
    "#);
}

#[test]
fn the_name_of_a_handler_is_unbound_on_every_way_out() {
    let text = "def f():\n    try:\n        g()\n    except E as e:\n        h(e)\n";
    assert_snapshot!(inner(text), @r#"
    f:
        3      0 LoadGlobal 0 (g)
               1 Call 0
               2 Pop
        2      3 Jump 26
          >>   4 PushExcInfo
        4      5 LoadGlobal 1 (E)
               6 CheckExcMatch
               7 PopJumpIfFalse 22
               8 StoreFast 0 (e)
        5      9 LoadGlobal 2 (h)
              10 LoadFast 0 (e)
              11 Call 1
              12 Pop
        4     13 PopExcept
              14 LoadConst 0 (None)
              15 StoreFast 0 (e)
              16 DeleteFast 0 (e)
              17 Jump 26
          >>  18 LoadConst 0 (None)
              19 StoreFast 0 (e)
              20 DeleteFast 0 (e)
              21 Reraise
        2 >>  22 Reraise
          >>  23 Copy 2
              24 PopExcept
              25 Reraise
          >>  26 LoadConst 0 (None)
              27 Return
      0..3 -> 4 depth 0
      4..9 -> 23 depth 1
      9..13 -> 18 depth 1
      18..23 -> 23 depth 1
    "#);
}

#[test]
fn a_break_calls_exit_and_drops_the_iterator() {
    let text = "def f(a):\n    for x in a:\n        with x:\n            break\n";
    assert_snapshot!(inner(text), @r#"
    f:
        2      0 LoadFast 0 (a)
               1 GetIter
          >>   2 ForIter 26
               3 StoreFast 1 (x)
        3      4 LoadFast 1 (x)
               5 BeforeWith
               6 Pop
               7 LoadConst 0 (None)
               8 LoadConst 0 (None)
               9 LoadConst 0 (None)
              10 Call 3
              11 Pop
        4     12 Pop
              13 Jump 26
        3 >>  14 PushExcInfo
              15 WithExceptStart
              16 PopJumpIfTrue 18
              17 Reraise
          >>  18 Pop
              19 PopExcept
              20 Pop
              21 Jump 25
          >>  22 Copy 2
              23 PopExcept
              24 Reraise
        2 >>  25 JumpBack 2
          >>  26 LoadConst 0 (None)
              27 Return
      6..7 -> 14 depth 2
      14..19 -> 22 depth 3
    "#);
}

#[test]
fn augmented_targets_evaluate_their_parts_once() {
    let text = "def f(o, k):\n    o.a += 1\n    o[k] -= 2\n";
    assert_snapshot!(inner(text), @r#"
    f:
        2      0 LoadFast 0 (o)
               1 Copy 1
               2 LoadAttr 0 (a)
               3 LoadConst 0 (1)
               4 InPlace Add
               5 Swap 2
               6 StoreAttr 0 (a)
        3      7 LoadFast 0 (o)
               8 LoadFast 1 (k)
               9 Copy 2
              10 Copy 2
              11 LoadSubscr
              12 LoadConst 1 (2)
              13 InPlace Sub
              14 Swap 3
              15 Swap 2
              16 StoreSubscr
              17 LoadConst 2 (None)
              18 Return
    "#);
}

#[test]
fn an_exchange_of_locals_binds_the_last_target_first() {
    let text = "def f(a, b):\n    a, b = b, a\n";
    assert_snapshot!(inner(text), @r#"
    f:
        2      0 LoadFast 1 (b)
               1 LoadFast 0 (a)
               2 StoreFast 1 (b)
               3 StoreFast 0 (a)
               4 LoadConst 0 (None)
               5 Return
    "#);
}

#[test]
fn an_exchange_of_globals_binds_the_first_target_first() {
    let text = "a, b = b, a\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadName 0 (b)
               1 LoadName 1 (a)
               2 Swap 2
               3 StoreName 1 (a)
               4 StoreName 0 (b)
               5 LoadConst 0 (None)
               6 Return
    "#);
}

#[test]
fn a_comprehension_clears_its_variables_and_leaves_others() {
    let text = "def f(a):\n    return [x for x in a if x]\n";
    assert_snapshot!(inner(text), @r#"
    f:
        2      0 LoadFast 0 (a)
               1 GetIter
               2 BuildList 0
               3 Swap 2
          >>   4 ForIter 11
               5 StoreFast 1 (x)
               6 LoadFast 1 (x)
               7 PopJumpIfFalse 10
               8 LoadFast 1 (x)
               9 ListAppend 2
          >>  10 JumpBack 4
          >>  11 ClearFast 1 (x)
              12 Jump 15
          >>  13 ClearFast 1 (x)
              14 Reraise
          >>  15 Return
      2..11 -> 13 depth 0
    "#);
}

#[test]
fn a_generator_expression_gets_the_iterator_of_its_first_iterable() {
    let text = "g = (x for x in a)\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadConst 0 (<code <genexpr>>)
               1 MakeFunction 0
               2 LoadName 0 (a)
               3 GetIter
               4 Call 1
               5 StoreName 1 (g)
               6 LoadConst 1 (None)
               7 Return
    <genexpr>:
        1      0 ReturnGenerator
               1 Pop
               2 LoadFast 0 (.0)
          >>   3 ForIter 9
               4 StoreFast 1 (x)
               5 LoadFast 1 (x)
               6 YieldValue
               7 Pop
               8 JumpBack 3
          >>   9 LoadConst 0 (None)
              10 Return
    "#);
}

#[test]
fn a_class_body_fills_its_namespace_and_leaves_its_cell() {
    let text = "class C(B, m=1):\n    'Doc.'\n    def f(self): return super().f()\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadBuildClass
               1 LoadConst 0 (<code C>)
               2 MakeFunction 0
               3 LoadConst 1 ("C")
               4 LoadName 0 (B)
               5 LoadConst 2 (1)
               6 CallKw args: 4, names: 3 (("m",))
               7 StoreName 1 (C)
               8 LoadConst 4 (None)
               9 Return
    C:
        1      0 MakeCell 0 (__class__)
               1 LoadName 0 (__name__)
               2 StoreName 1 (__module__)
               3 LoadConst 0 ("C")
               4 StoreName 2 (__qualname__)
               5 LoadConst 1 (1)
               6 StoreName 3 (__firstlineno__)
        2      7 LoadConst 2 ("Doc.")
               8 StoreName 4 (__doc__)
        3      9 LoadClosure 0 (__class__)
              10 BuildTuple 1
              11 LoadConst 3 (<code C.f>)
              12 MakeFunction 8
              13 StoreName 5 (f)
              14 LoadConst 4 (())
              15 StoreName 6 (__static_attributes__)
              16 LoadClosure 0 (__class__)
              17 Copy 1
              18 StoreName 7 (__classcell__)
              19 Return
    C.f:
        3      0 LoadGlobal 0 (super)
               1 Call 0
               2 LoadMethod 1 (f)
               3 CallMethod 0
               4 Return
    "#);
}

#[test]
fn a_method_call_makes_no_bound_method() {
    let text = "o.m(1, k=2)\nf(*a, k=1, **b)\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadName 0 (o)
               1 LoadMethod 1 (m)
               2 LoadConst 0 (1)
               3 LoadConst 1 (2)
               4 CallMethodKw args: 2, names: 2 (("k",))
               5 Pop
        2      6 LoadName 2 (f)
               7 LoadName 3 (a)
               8 LoadConst 3 ("k")
               9 LoadConst 0 (1)
              10 BuildMap 1
              11 LoadName 4 (b)
              12 DictMerge
              13 CallEx true
              14 Pop
              15 LoadConst 4 (None)
              16 Return
    "#);
}

#[test]
fn a_chain_of_comparisons_evaluates_the_middle_once() {
    let text = "x = a < b < c\nif a < b < c: d\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadName 0 (a)
               1 LoadName 1 (b)
               2 Swap 2
               3 Copy 2
               4 Compare Lt
               5 JumpIfFalseOrPop 9
               6 LoadName 2 (c)
               7 Compare Lt
               8 Jump 11
          >>   9 Swap 2
              10 Pop
          >>  11 StoreName 3 (x)
        2     12 LoadName 0 (a)
              13 LoadName 1 (b)
              14 Swap 2
              15 Copy 2
              16 Compare Lt
              17 PopJumpIfFalse 22
              18 LoadName 2 (c)
              19 Compare Lt
              20 PopJumpIfFalse 26
              21 Jump 24
          >>  22 Pop
              23 Jump 26
          >>  24 LoadName 4 (d)
              25 Pop
          >>  26 LoadConst 0 (None)
              27 Return
    "#);
}

#[test]
fn a_delegation_sends_until_the_receiver_is_done() {
    let text = "def f(a):\n    return (yield from a)\n";
    assert_snapshot!(inner(text), @r#"
    f:
        1      0 ReturnGenerator
               1 Pop
        2      2 LoadFast 0 (a)
               3 GetYieldFromIter
               4 LoadConst 0 (None)
          >>   5 Send 8
               6 YieldDelegated 8
               7 JumpBack 5
          >>   8 Return
    "#);
}

#[test]
fn patterns_bind_when_the_whole_has_matched() {
    let text = "match v:\n    case [x, {'k': y}] if x: a\n    case C(1, z=None) | None: b\n    case _: c\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadName 0 (v)
        2      1 Copy 1
               2 MatchSequence
               3 PopJumpIfFalse 39
               4 GetLen
               5 LoadConst 0 (2)
               6 Compare Eq
               7 PopJumpIfFalse 39
               8 UnpackSequence 2
               9 Swap 2
              10 MatchMapping
              11 PopJumpIfFalse 38
              12 GetLen
              13 LoadConst 1 (1)
              14 Compare Ge
              15 PopJumpIfFalse 38
              16 LoadConst 2 (("k",))
              17 MatchKeys
              18 Copy 1
              19 LoadConst 3 (None)
              20 Is true
              21 PopJumpIfFalse 36
              22 UnpackSequence 1
              23 Swap 4
              24 Swap 3
              25 Swap 2
              26 Pop
              27 Pop
              28 StoreName 1 (x)
              29 StoreName 2 (y)
              30 LoadName 1 (x)
              31 PopJumpIfFalse 40
              32 Pop
              33 LoadName 3 (a)
              34 Pop
              35 Jump 70
          >>  36 Pop
              37 Pop
          >>  38 Pop
          >>  39 Pop
        3 >>  40 Copy 1
              41 LoadName 4 (C)
              42 LoadConst 4 (("z",))
              43 MatchClass 1
              44 Copy 1
              45 LoadConst 3 (None)
              46 Is true
              47 PopJumpIfFalse 56
              48 UnpackSequence 2
              49 LoadConst 1 (1)
              50 Compare Eq
              51 PopJumpIfFalse 56
              52 LoadConst 3 (None)
              53 Is false
              54 PopJumpIfFalse 57
              55 Jump 64
          >>  56 Pop
          >>  57 Copy 1
              58 LoadConst 3 (None)
              59 Is false
              60 PopJumpIfFalse 62
              61 Jump 64
          >>  62 Pop
              63 Jump 68
          >>  64 Pop
              65 LoadName 5 (b)
              66 Pop
              67 Jump 70
        4 >>  68 LoadName 6 (c)
              69 Pop
          >>  70 LoadConst 3 (None)
              71 Return
    "#);
}

#[test]
fn a_decorated_function_evaluates_its_parts_in_order() {
    let text = "@d\ndef f(a: A, b=x, *, c=y) -> R: pass\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadName 0 (d)
        2      1 LoadName 1 (x)
        1      2 BuildTuple 1
               3 LoadConst 0 ("c")
        2      4 LoadName 2 (y)
        1      5 BuildMap 1
               6 LoadConst 1 ("a")
        2      7 LoadName 3 (A)
        1      8 LoadConst 2 ("return")
        2      9 LoadName 4 (R)
        1     10 BuildTuple 4
              11 LoadConst 3 (<code f>)
              12 MakeFunction 7
              13 Call 1
        2     14 StoreName 5 (f)
              15 LoadConst 4 (None)
              16 Return
    f:
        1      0 LoadConst 0 (None)
               1 Return
    "#);
}

#[test]
fn a_replacement_field_converts_before_its_specification() {
    let text = "f'a{x!r:>{w}}{y=}'\nf'{z}'\n";
    assert_snapshot!(code(text), @r#"
    <module>:
        1      0 LoadConst 0 ("a")
               1 LoadName 0 (x)
               2 ConvertValue Repr
               3 LoadConst 1 (">")
               4 LoadName 1 (w)
               5 FormatSimple
               6 BuildString 2
               7 FormatWithSpec
               8 LoadConst 2 ("y=")
               9 LoadName 2 (y)
              10 ConvertValue Repr
              11 FormatSimple
              12 BuildString 4
              13 Pop
        2     14 LoadName 3 (z)
              15 FormatSimple
              16 Pop
              17 LoadConst 3 (None)
              18 Return
    "#);
}
