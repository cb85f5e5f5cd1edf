//! Which objects a thread without the GIL may traverse.
//!
//! The collecting thread holds the GIL throughout, so nobody writes to an object while threads that
//! it has asked for help read it. What remains is the function that does the reading: an
//! extension's own `tp_traverse` may ask for the state of the thread that it runs on. So helpers
//! call functions of the interpreter's own that read the object and nothing else; they are known
//! by the types they are taken from, each of which has been read in the source of all versions
//! served. `subtype_traverse`, which instances of Python classes have, calls the function of a base
//! in the end, which must be one of these.
//!
//! Not among them: modules, whose extensions traverse their own state; static types, whose parts
//! are found by way of the current interpreter; frames and generators; and all the rest.
//!
//! Source: `Objects/typeobject.c` (`subtype_traverse`), the functions of the types in `CORE`.

use core::ffi::{CStr, c_int, c_void};
use core::ptr;

use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError};
use crate::object::Object;

type Traverse = extern "C" fn(
    *mut ffi::PyObject,
    extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
    *mut c_void,
) -> c_int;

const _: () = assert!(size_of::<Traverse>() == size_of::<usize>());

/// Types of the interpreter in modules that may be imported or not: the module, the name of the
/// type there, and the one that the type gives itself.
const OFFERED: [(&CStr, &CStr, &CStr); 4] = [
    (c"_ast", c"AST", c"ast.AST"),
    (c"_collections", c"defaultdict", c"collections.defaultdict"),
    (c"_collections", c"deque", c"collections.deque"),
    (c"_functools", c"partial", c"functools.partial"),
];

unsafe extern "C" {
    /// Bound methods, which `pyo3-ffi` leaves out.
    static mut PyMethod_Type: ffi::PyTypeObject;
}

/// Types of the interpreter that are always there.
fn core_types() -> [*mut ffi::PyTypeObject; 20] {
    [
        &raw mut ffi::PyCFunction_Type,
        &raw mut ffi::PyCell_Type,
        &raw mut ffi::PyClassMethodDescr_Type,
        &raw mut ffi::PyClassMethod_Type,
        &raw mut ffi::PyDictProxy_Type,
        &raw mut ffi::PyDict_Type,
        &raw mut ffi::PyFrozenSet_Type,
        &raw mut ffi::PyFunction_Type,
        &raw mut ffi::PyGetSetDescr_Type,
        &raw mut ffi::PyList_Type,
        &raw mut ffi::PyMemberDescr_Type,
        &raw mut ffi::PyMethodDescr_Type,
        &raw mut PyMethod_Type,
        &raw mut ffi::PyProperty_Type,
        &raw mut ffi::PySet_Type,
        &raw mut ffi::PyStaticMethod_Type,
        &raw mut ffi::PyTuple_Type,
        &raw mut ffi::PyType_Type,
        &raw mut ffi::PyWrapperDescr_Type,
        &raw mut ffi::_PyWeakref_RefType,
    ]
}

/// How many functions the table has room for; a quarter of it is used at most.
const ROOM: usize = 128;

/// The functions that any thread may call.
#[derive(Clone, Debug)]
pub(crate) struct Sharing {
    /// `subtype_traverse`.
    subtype: usize,
    /// `type_is_gc`, the only `tp_is_gc` that any thread may call.
    is_gc: usize,
    /// The others, by the hash of their addresses, in the first free place.
    known: [usize; ROOM],
}

fn hash(function: usize) -> usize {
    function >> 4
}

fn traverse_of(kind: &ffi::PyTypeObject) -> usize {
    kind.tp_traverse.map_or(0, |traverse| traverse as usize)
}

impl Sharing {
    /// Looks the functions up.
    ///
    /// # Errors
    /// The interpreter's own classes are not there.
    pub(crate) fn new() -> Result<Self, PythonError> {
        // A class written in Python that every interpreter has.
        let class = Owned::import(c"_frozen_importlib")?.attribute("ModuleSpec")?;
        let class = class.as_ptr().cast::<ffi::PyTypeObject>();
        // SAFETY: it is a type, and alive.
        let subtype = traverse_of(unsafe { &*class });
        // SAFETY: static types live for ever.
        let is_gc = unsafe { ffi::PyType_Type.tp_is_gc };
        let is_gc = is_gc.map_or(0, |function| function as usize);
        let mut sharing = Self { subtype, is_gc, known: [0; ROOM] };
        for kind in core_types() {
            // SAFETY: static types live for ever.
            sharing.add(unsafe { &*kind });
        }
        Ok(sharing)
    }

    fn add(&mut self, kind: &ffi::PyTypeObject) {
        let function = traverse_of(kind);
        if function == 0 || function == self.subtype || self.is_known(function) {
            return;
        }
        let free = (0..ROOM).map(|step| (hash(function) + step) % ROOM);
        if let Some(place) = { free }.find(|place| self.known[*place] == 0) {
            self.known[place] = function;
        }
    }

    /// Adds what has been imported meanwhile. Runs nothing of the program's.
    pub(crate) fn update(&mut self) {
        // SAFETY: the GIL is held; the answer is borrowed.
        let modules = unsafe { ffi::PyImport_GetModuleDict() };
        for (module, name, full_name) in OFFERED {
            // SAFETY: as above.
            let module = unsafe { ffi::PyDict_GetItemString(modules, module.as_ptr()) };
            // SAFETY: what the modules hold is alive.
            let Some(module) = (unsafe { Object::from_ptr(module) }) else { continue };
            if !module.is_exactly(&raw const ffi::PyModule_Type) {
                continue;
            }
            // SAFETY: it is a module; the answer is borrowed.
            let dict = unsafe { ffi::PyModule_GetDict(module.as_ptr()) };
            // SAFETY: as above.
            let kind = unsafe { ffi::PyDict_GetItemString(dict, name.as_ptr()) };
            // SAFETY: as above.
            let Some(kind) = (unsafe { Object::from_ptr(kind) }) else { continue };
            if !kind.is_exactly(&raw const ffi::PyType_Type) {
                continue;
            }
            // SAFETY: it is a type, and alive.
            let kind: &ffi::PyTypeObject = unsafe { &*kind.as_ptr().cast() };
            // SAFETY: the name of a type ends with a zero.
            if unsafe { CStr::from_ptr(kind.tp_name) } == full_name {
                self.add(kind);
            }
        }
    }

    #[inline]
    fn is_known(&self, function: usize) -> bool {
        for step in 0..ROOM {
            match self.known[(hash(function) + step) % ROOM] {
                0 => return false,
                known if known == function => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether a thread without the GIL may ask `object` whether it has a header, and traverse it.
    #[inline]
    pub(crate) fn allows(&self, object: Object) -> bool {
        let mut kind = ptr::from_ref(object.kind());
        // SAFETY: an object's type is alive, and its bases are.
        let is_gc = unsafe { (*kind).tp_is_gc };
        if is_gc.is_some_and(|function| function as usize != self.is_gc) {
            return false;
        }
        loop {
            // SAFETY: as above.
            let Some(this) = (unsafe { kind.as_ref() }) else { return false };
            let function = traverse_of(this);
            if function != self.subtype {
                return function == 0 || self.is_known(function);
            }
            kind = this.tp_base;
        }
    }
}
