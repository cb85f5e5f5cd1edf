//! The modules that are written in Python, as text.
//!
//! They stand in `run/lib`, and the runner compiles them like any program when they are first
//! imported.

macro_rules! sources {
    ($($name:literal $file:literal,)*) => {
        /// File name and text of a module written in Python.
        pub(in crate::run) fn source(name: &str) -> Option<(&'static str, &'static str)> {
            Some(match name {
                $($name => ($file, include_str!(concat!("../lib/", $file))),)*
                _ => return None,
            })
        }
    };
}

sources! {
    "__future__" "__future__.py",
    "_abc_async" "_abc_async.py",
    "_abc_basic" "_abc_basic.py",
    "_asyncio_futures" "_asyncio_futures.py",
    "_asyncio_loop" "_asyncio_loop.py",
    "_asyncio_next" "_asyncio_next.py",
    "_asyncio_sync" "_asyncio_sync.py",
    "_collections_user" "_collections_user.py",
    "_contextlib_async" "_contextlib_async.py",
    "_copyreg_object" "_copyreg_object.py",
    "_dataclass_fields" "_dataclass_fields.py",
    "_datetime_point" "_datetime_point.py",
    "_datetime_span" "_datetime_span.py",
    "_datetime_text" "_datetime_text.py",
    "_enum_flag" "_enum_flag.py",
    "_enum_values" "_enum_values.py",
    "_files" "_files.py",
    "_futures" "_futures.py",
    "_futures_thread" "_futures_thread.py",
    "_inspect_signature" "_inspect_signature.py",
    "_pickle_load" "_pickle_load.py",
    "_threading_sync" "_threading_sync.py",
    "_time_calendar" "_time_calendar.py",
    "_type_params" "_type_params.py",
    "_typing_vars" "_typing_vars.py",
    "_weakref_finalize" "_weakref_finalize.py",
    "_weakrefset" "_weakrefset.py",
    "abc" "abc.py",
    "asyncio" "asyncio.py",
    "bisect" "bisect.py",
    "collections" "collections.py",
    "collections.abc" "collections_abc_alias.py",
    "collections_abc" "collections_abc.py",
    "concurrent" "concurrent.py",
    "concurrent.futures" "concurrent_futures.py",
    "concurrent.futures.thread" "concurrent_futures_thread.py",
    "contextlib" "contextlib.py",
    "copy" "copy.py",
    "copyreg" "copyreg.py",
    "dataclasses" "dataclasses.py",
    "datetime" "datetime.py",
    "enum" "enum.py",
    "fnmatch" "fnmatch.py",
    "fractions" "fractions.py",
    "functools" "functools.py",
    "glob" "glob.py",
    "heapq" "heapq.py",
    "importlib" "importlib.py",
    "inspect" "inspect.py",
    "io" "io.py",
    "json" "json.py",
    "keyword" "keyword.py",
    "operator" "operator.py",
    "os" "os.py",
    "pathlib" "pathlib.py",
    "pickle" "pickle.py",
    "posixpath" "posixpath.py",
    "pprint" "pprint.py",
    "queue" "queue.py",
    "random" "random.py",
    "re" "re.py",
    "reprlib" "reprlib.py",
    "statistics" "statistics.py",
    "string" "string.py",
    "struct" "struct.py",
    "tempfile" "tempfile.py",
    "textwrap" "textwrap.py",
    "threading" "threading.py",
    "timeit" "timeit.py",
    "traceback" "traceback.py",
    "tracemalloc" "tracemalloc.py",
    "types" "types.py",
    "typing" "typing.py",
    "warnings" "warnings.py",
    "weakref" "weakref.py",
}
