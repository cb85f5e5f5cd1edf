//! Tests of the compiler: what a program becomes, which programs are refused, and what holds for
//! the code of every program.

mod listings;
mod properties;
mod refusals;

use std::rc::Rc;

use super::{Mode, compile_str};
use crate::run::code::{Code, Const};

fn code(text: &str) -> Rc<Code> {
    compile_str(text, "t.py", Mode::Exec).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// The code of the only function or class in `text`.
fn inner(text: &str) -> Rc<Code> {
    let inner = children(&code(text));
    assert_eq!(inner.len(), 1, "{text}");
    Rc::clone(&inner[0])
}

fn children(code: &Code) -> Vec<Rc<Code>> {
    let inner = |constant: &Const| match constant {
        Const::Code(code) => Some(Rc::clone(code)),
        _ => None,
    };
    code.consts.iter().filter_map(inner).collect()
}

/// The constants of an expression.
fn consts(text: &str) -> String {
    let code = compile_str(text, "t.py", Mode::Eval).unwrap_or_else(|errors| panic!("{errors:?}"));
    let texts: Vec<String> = code.consts.iter().map(ToString::to_string).collect();
    texts.join(" ")
}

#[test]
fn literals_signed_numbers_and_tuples_are_constants() {
    assert_eq!(consts("-1"), "-1");
    assert_eq!(
        consts("(1, -2.5, ('a' 'b', b'c'), None, ...)"),
        "(1, -2.5, (\"ab\", b\"c\"), None, Ellipsis)"
    );
    assert_eq!(consts("-9223372036854775808"), "-9223372036854775808");
    assert_eq!(consts("0x1_0000_0000_0000_0000"), "18446744073709551616");
    assert_eq!(consts("123456789012345678901234567890"), "123456789012345678901234567890");
    assert_eq!(consts("~0"), "-1");
}

#[test]
fn equal_constants_of_one_type_are_one_constant() {
    assert_eq!(consts("[1, x, 1, True, 1.0, 0.0, -0.0, (1,), (1,)]"), "1 True 1.0 0.0 -0.0 (1,)");
}

#[test]
fn what_is_only_searched_is_a_constant() {
    assert_eq!(consts("x in [1, 2]"), "(1, 2)");
    assert_eq!(consts("x not in {1, 2, 1}"), "frozenset({1, 2})");
}

#[test]
fn a_docstring_loses_its_common_indentation() {
    let text = "def f():\n    \"\"\"One.\n\n        Two\n      Three\n    \"\"\"\n";
    assert_eq!(inner(text).docstring.as_deref(), Some("One.\n\n  Two\nThree\n"));
    assert_eq!(inner("def f(): f'x'\n").docstring, None);
}

#[test]
fn closures_are_sorted_by_name() {
    let text = "def f(b, a):\n    c = 1\n    def g(): return c, b, a\n    return g\n";
    let f = inner(text);
    let cells: Vec<_> = f.cellvars.iter().map(|cell| (&*cell.name, cell.local)).collect();
    assert_eq!(cells, [("a", Some(1)), ("b", Some(0)), ("c", None)]);
    assert_eq!(children(&f)[0].freevars.join(" "), "a b c");
}

#[test]
fn a_class_body_sees_the_variable_around_until_it_binds_it() {
    let text = "def f(x):\n    class C:\n        x = x\n        def g(self): return x\n";
    let class = &children(&inner(text))[0];
    assert_eq!(class.freevars.join(" "), "x");
    let listing = class.to_string();
    assert!(listing.contains("LoadName"), "{listing}");
    assert!(!listing.contains("LoadClassDeref"), "{listing}");
}

#[test]
fn a_comprehension_needs_no_cell_for_what_it_uses() {
    let f = inner("def f(a):\n    return [a + x for x in a]\n");
    assert!(f.cellvars.is_empty());
    let f = inner("def f(a):\n    return [lambda: a + x for x in a]\n");
    let cells: Vec<_> = f.cellvars.iter().map(|cell| (&*cell.name, cell.local)).collect();
    assert_eq!(cells, [("a", Some(0)), ("x", None)]);
}

#[test]
fn private_names_are_mangled_in_classes_only() {
    let class = inner("class _C:\n    __x = 1\n    def f(self, *, __y): return self.__z, __w__\n");
    let f = &children(&class)[0];
    assert!(class.names.iter().any(|name| &**name == "_C__x"));
    assert_eq!(f.varnames.join(" "), "self _C__y");
    assert_eq!(f.names.join(" "), "_C__z __w__");
}

#[test]
fn qualified_names_tell_where_a_function_is() {
    let text =
        "def f():\n    global g\n    class C:\n        def m(self): pass\n    def g(): pass\n";
    let f = inner(text);
    let names: Vec<_> = children(&f).iter().map(|code| code.qualname.to_string()).collect();
    assert_eq!(names, ["f.<locals>.C", "g"]);
    assert_eq!(&*children(&children(&f)[0])[0].qualname, "f.<locals>.C.m");
}

#[test]
fn annotations_are_text_when_the_file_asks_for_it() {
    let text = "from __future__ import annotations\nx: a . b = 1\ndef f(p: q): y: z = 2\n";
    let code = code(text);
    let texts: Vec<String> = code.consts.iter().map(ToString::to_string).collect();
    assert!(texts.contains(&"\"a . b\"".to_owned()), "{texts:?}");
    assert!(texts.contains(&"\"q\"".to_owned()), "{texts:?}");
    assert!(!code.names.iter().any(|name| &**name == "z"));
}

#[test]
fn a_class_notes_what_its_methods_set_on_self() {
    let text = "class C:\n    def f(self):\n        self.a = 1\n        self.b += 1\n        other.c = 1\n";
    let class = inner(text);
    assert!(class.consts.contains(&Const::Tuple([Const::from("a")].into())), "{class}");
}
