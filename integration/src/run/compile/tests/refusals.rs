//! Programs that are refused before anything runs.

use super::{Mode, compile_str};

fn errors(text: &str) -> Vec<String> {
    let errors = compile_str(text, "t.py", Mode::Exec).map(drop).unwrap_err();
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn errors_that_the_grammar_does_not_catch_have_a_place() {
    let cases = [
        ("return 1\n", "t.py:1:1: `return` statement outside of a function"),
        ("def f():\n    break\n", "t.py:2:5: `break` outside loop"),
        ("for x in y: pass\nelse: continue\n", "t.py:2:7: `continue` outside loop"),
        ("while x:\n    def f(): break\n", "t.py:2:14: `break` outside loop"),
        ("def f(a, a): pass\n", "t.py:1:10: Duplicate parameter \"a\""),
        ("class C:\n    x = yield\n", "t.py:2:9: `yield` statement outside of a function"),
        ("x = 1\nglobal x\n", "t.py:2:8: name 'x' is assigned to before global declaration"),
        (
            "def f():\n    print(x)\n    global x\n",
            "t.py:3:12: name 'x' is used prior to global declaration",
        ),
        ("def f():\n    nonlocal x\n", "t.py:2:14: no binding for nonlocal 'x' found"),
        ("def f(): (yield) = 1\n", "t.py:1:11: Invalid assignment target"),
        ("a, *b, *c = d\n", "t.py:1:1: Two starred expressions in assignment"),
        ("def f():\n    await x\n", "t.py:2:5: `await` outside of an asynchronous function"),
        (
            "def f():\n    try: x\n    except* E: return\n",
            "t.py:3:16: 'break', 'continue' and 'return' cannot appear in an 'except*' block",
        ),
        ("x = [\n", "t.py:2:1: unexpected EOF while parsing"),
    ];
    for (text, expected) in cases {
        assert_eq!(errors(text).first().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn syntax_of_later_versions_is_reported_at_once() {
    let expected = [
        "t.py:1:5: Cannot use t-strings on Python 3.13 (syntax was added in Python 3.14)",
        "t.py:2:8: Cannot use t-strings on Python 3.13 (syntax was added in Python 3.14)",
    ];
    assert_eq!(errors("x = t'a'\ny = x, t'b'\n"), expected);
}

#[test]
fn nesting_without_end_is_refused_and_does_not_overflow() {
    let text = format!("x = {}1{}\n", "-(".repeat(2_000), ")".repeat(2_000));
    let errors = errors(&text);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].ends_with("too many levels of nesting"), "{errors:?}");
}

#[test]
fn an_eval_is_one_expression() {
    assert!(compile_str("  1 + 1", "<string>", Mode::Eval).is_ok());
    assert!(compile_str("x = 1", "<string>", Mode::Eval).is_err());
}
