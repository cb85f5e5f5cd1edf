//! Pointers are written and read as their values.

use refcount::{Arc, Brc, Rc};

#[test]
fn a_pointer_is_written_and_read_as_its_value() {
    let value = Rc::new(vec![Arc::new(1), Arc::new(2)]);
    let text = serde_json::to_string(&value).expect("numbers");
    assert_eq!(text, "[1,2]");
    let back: Rc<Vec<Arc<i32>>> = serde_json::from_str(&text).expect("numbers");
    assert_eq!(back, value);
    assert_eq!(*serde_json::from_str::<Brc<i32>>("3").expect("a number"), 3);
}

#[test]
fn unsized_values_are_read_too() {
    let text: Rc<str> = serde_json::from_str("\"abc\"").expect("a string");
    let bytes: Arc<[u8]> = serde_json::from_str("[1, 2]").expect("numbers");
    assert_eq!((&*text, &*bytes), ("abc", &[1, 2][..]));
    assert_eq!(serde_json::to_string(&(text, bytes)).expect("both"), "[\"abc\",[1,2]]");
}

#[test]
fn a_value_of_another_type_is_refused() {
    assert!(serde_json::from_str::<Rc<u8>>("\"abc\"").is_err());
}
