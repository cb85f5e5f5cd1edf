//! Properties of characters that the standard library does not have.
//!
//! # Source
//! Unicode Character Database: `CaseFolding.txt`, `DerivedNumericType.txt`, general categories.

/// Whether the character has upper and lower case.
pub(super) fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || is_title(c)
}

/// Whether the character is a digraph in title case.
pub(super) fn is_title(c: char) -> bool {
    matches!(
        u32::from(c),
        0x1c5 | 0x1c8 | 0x1cb | 0x1f2 | 0x1f88..=0x1f8f | 0x1f98..=0x1f9f | 0x1fa8..=0x1faf
            | 0x1fbc | 0x1fcc | 0x1ffc
    )
}

/// The form in which texts that differ in case only are the same.
pub(super) fn casefold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // A dotless i has an upper case that has another lower case.
            '\u{131}' => out.push(c),
            _ => c.to_uppercase().flat_map(char::to_lowercase).for_each(|f| out.push(f)),
        }
    }
    out
}

/// The zeros of the decimal digits of all scripts; each is followed by the nine others.
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66,
    0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90,
    0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950,
    0x1fbf0,
];

/// The value of a decimal digit of any script.
pub(in crate::run) fn decimal(c: char) -> Option<u32> {
    let code = u32::from(c);
    let after = ZEROS.partition_point(|&zero| zero <= code);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    Some(code - zero).filter(|digit| *digit < 10)
}

/// Whether the character is a digit, those in special positions or frames included.
pub(super) fn is_digit(c: char) -> bool {
    decimal(c).is_some()
        || matches!(
            u32::from(c),
            0xb2 | 0xb3 | 0xb9 | 0x1369..=0x1371 | 0x19da | 0x2070 | 0x2074..=0x2079
                | 0x2080..=0x2089 | 0x2460..=0x2468 | 0x2474..=0x247c | 0x2488..=0x2490 | 0x24ea
                | 0x24f5..=0x24fd | 0x24ff | 0x2776..=0x277e | 0x2780..=0x2788 | 0x278a..=0x2792
                | 0x10a40..=0x10a43 | 0x10e60..=0x10e68 | 0x11052..=0x1105a | 0x1f100..=0x1f10a
        )
}

/// Whether the character is a letter. Letters that are numbers, which the standard library takes
/// for alphabetic, are none.
pub(super) fn is_alpha(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic() && !c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_in_order_and_apart() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
    }

    #[test]
    fn decimal_digits_of_any_script_have_their_value() {
        assert_eq!(decimal('7'), Some(7));
        assert_eq!(decimal('\u{663}'), Some(3));
        assert_eq!(decimal('\u{b2}'), None);
        assert_eq!(decimal('a'), None);
        assert!(is_digit('\u{b2}') && !is_digit('\u{bd}'));
    }

    #[test]
    fn folding_makes_different_cases_equal() {
        assert_eq!(casefold("Stra\u{df}e"), casefold("STRASSE"));
        assert_eq!(casefold("\u{3a3}\u{3c2}\u{3c3}"), "\u{3c3}\u{3c3}\u{3c3}");
    }
}
