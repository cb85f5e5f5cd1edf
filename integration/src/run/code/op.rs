//! The instructions of the virtual machine, with their effects on the stack.
//!
//! The effects are written `[before] -> [after]`, the top of the stack at the right. Nothing after
//! the arrow means that the next op does not follow. The same effects as numbers are in
//! [`Op::effect`](super::Op::effect).
//!
//! Source: `Python/bytecodes.c`.

#[cfg(doc)]
use super::function_parts;
use super::operand::{BinaryKind, CompareKind, Conversion, UnaryKind};

/// One instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `[] -> []` Does nothing.
    Nop,

    // Stack.
    /// `[v] -> []` Drops the top.
    Pop,
    /// `[x, ..] -> [x, .., x]` Pushes another reference to the `n`-th value from the top, `n >= 1`:
    /// `Copy(1)` duplicates the top.
    Copy(u32),
    /// `[x, .., y] -> [y, .., x]` Exchanges the top with the `n`-th value from the top, `n >= 2`.
    Swap(u32),
    /// `[] -> [c]` Pushes `consts[i]`, the same object at every execution.
    LoadConst(u32),

    // Fast locals.
    /// `[] -> [v]` Pushes a local; `UnboundLocalError` with its name when it has no value.
    LoadFast(u32),
    /// `[v] -> []` Binds a local; the old value dies after the binding.
    StoreFast(u32),
    /// `[] -> []` Unbinds a local; `UnboundLocalError` when it has no value.
    DeleteFast(u32),
    /// `[] -> []` Unbinds a local if it has a value. The variables of a comprehension, which are
    /// locals of the code around it, end with this.
    ClearFast(u32),

    // Cells. The operand counts cellvars first, then freevars.
    /// `[] -> []` Puts a new cell into the place of cellvar `i`. If `cellvars[i].local` names a
    /// fast local, its value moves into the cell and the local is left unbound; else the cell is
    /// empty.
    MakeCell(u32),
    /// `[] -> []` Lets go of the cell in the place of cellvar `i`, if there is one: the place is
    /// empty until the next `MakeCell`. Only cells of comprehension variables end this way.
    ClearCell(u32),
    /// `[] -> [cell]` Pushes the cell itself, for a closure or for `__classcell__`.
    LoadClosure(u32),
    /// `[] -> [v]` Pushes the value in a cell. An empty cell is an `UnboundLocalError` if it is a
    /// cellvar, else a `NameError` ("cannot access free variable ...").
    LoadDeref(u32),
    /// `[v] -> []` Sets the value in a cell.
    StoreDeref(u32),
    /// `[] -> []` Empties a cell; errors as in `LoadDeref`.
    DeleteDeref(u32),
    /// `[] -> [v]` In a class body: the name of the cell from the namespace, else from the cell.
    LoadClassDeref(u32),

    // Global names: `names[i]`.
    /// `[] -> [v]` From the globals, else the builtins, else `NameError`.
    LoadGlobal(u32),
    /// `[v] -> []` Into the globals.
    StoreGlobal(u32),
    /// `[] -> []` Out of the globals, else `NameError`.
    DeleteGlobal(u32),

    // Names of a module, a class body, or code given to exec and eval: `names[i]`.
    /// `[] -> [v]` From the namespace, else the globals, else the builtins, else `NameError`.
    LoadName(u32),
    /// `[v] -> []` Into the namespace.
    StoreName(u32),
    /// `[] -> []` Out of the namespace, else `NameError`.
    DeleteName(u32),

    // Attributes: `names[i]`.
    /// `[o] -> [v]` `o.name`.
    LoadAttr(u32),
    /// `[v, o] -> []` `o.name = v`.
    StoreAttr(u32),
    /// `[o] -> []` `del o.name`.
    DeleteAttr(u32),
    /// `[o] -> [f, self]` or `[o] -> [f, null]` Looks `o.name` up to call it. If it is a function
    /// of the type, pushes the function and `o` and makes no bound method; else pushes the
    /// attribute and the mark of an absent `self`.
    LoadMethod(u32),

    // Items.
    /// `[o, k] -> [v]` `o[k]`.
    LoadSubscr,
    /// `[v, o, k] -> []` `o[k] = v`.
    StoreSubscr,
    /// `[o, k] -> []` `del o[k]`.
    DeleteSubscr,
    /// `[lower, upper] -> [s]`, or `[lower, upper, step] -> [s]` when the operand is 3 and not 2.
    BuildSlice(u32),

    // Displays.
    /// `[v; n] -> [tuple]`
    BuildTuple(u32),
    /// `[v; n] -> [list]`
    BuildList(u32),
    /// `[v; n] -> [set]` Added from left to right.
    BuildSet(u32),
    /// `[k, v; n] -> [dict]` `n` pairs, inserted from left to right.
    BuildMap(u32),
    /// `[s; n] -> [str]` Joins `n` strings.
    BuildString(u32),
    /// `[list, .., v] -> [list, ..]` Appends to the list that is the `n`-th from the top once `v`
    /// is popped.
    ListAppend(u32),
    /// `[set, .., v] -> [set, ..]` Place as in `ListAppend`.
    SetAdd(u32),
    /// `[dict, .., k, v] -> [dict, ..]` Place as in `ListAppend`, once `k` and `v` are popped.
    MapAdd(u32),
    /// `[list, iterable] -> [list]` `TypeError` "Value after * must be an iterable, not T".
    ListExtend,
    /// `[set, iterable] -> [set]`
    SetUpdate,
    /// `[dict, mapping] -> [dict]` `TypeError` "'T' object is not a mapping".
    DictUpdate,
    /// `[f, args, dict, mapping] -> [f, args, dict]` As `DictUpdate` for the keywords of a call of
    /// `f`: a key that is already there is a `TypeError` that names the function.
    DictMerge,
    /// `[list] -> [tuple]`
    ListToTuple,

    // Operators.
    /// `[v] -> [r]`
    Unary(UnaryKind),
    /// `[l, r] -> [v]`
    Binary(BinaryKind),
    /// `[l, r] -> [v]` As `Binary`, after the in-place method of `l`.
    InPlace(BinaryKind),
    /// `[l, r] -> [v]` The result need not be a bool.
    Compare(CompareKind),
    /// `[l, r] -> [bool]` `l is r`, inverted when the operand is true.
    Is(bool),
    /// `[l, r] -> [bool]` `l in r`, inverted when the operand is true.
    Contains(bool),

    // Jumps.
    /// `[] -> []` Forwards.
    Jump(u32),
    /// `[] -> []` Backwards: a safepoint of the collector.
    JumpBack(u32),
    /// `[v] -> []` Jumps when `v` is true; `v` dies before the jump.
    PopJumpIfTrue(u32),
    /// `[v] -> []` Jumps when `v` is false; `v` dies before the jump.
    PopJumpIfFalse(u32),
    /// `[v] -> [v]` and jumps when `v` is true, else `[v] -> []`.
    JumpIfTrueOrPop(u32),
    /// `[v] -> [v]` and jumps when `v` is false, else `[v] -> []`.
    JumpIfFalseOrPop(u32),

    // Iteration.
    /// `[iterable] -> [iterator]` `iter(iterable)`.
    GetIter,
    /// `[iterator] -> [iterator, v]`; when exhausted `[iterator] -> []` and jumps.
    ForIter(u32),
    /// `[iterable] -> [v_n, .., v_1]` Exactly `n` values, the first on top.
    UnpackSequence(u32),
    /// `[iterable] -> [after.., list, before..]` Reversed as in `UnpackSequence`; the list takes
    /// what is in the middle.
    UnpackEx {
        /// Targets before the starred one.
        before: u16,
        /// Targets after it.
        after: u16,
    },

    // Calls.
    /// `[f, args; n] -> [v]`
    Call(u32),
    /// `[f, args; n] -> [v]` The last arguments are keywords, named by a constant tuple.
    CallKw {
        /// How many arguments, keywords included.
        args: u16,
        /// The index of the tuple of names in `consts`.
        names: u32,
    },
    /// `[f, self or null, args; n] -> [v]` After `LoadMethod`.
    CallMethod(u32),
    /// `[f, self or null, args; n] -> [v]` After `LoadMethod`, keywords as in `CallKw`.
    CallMethodKw {
        /// How many arguments, keywords included, `self` not.
        args: u16,
        /// The index of the tuple of names in `consts`.
        names: u32,
    },
    /// `[f, iterable] -> [v]`, or `[f, iterable, dict] -> [v]` when the operand is true.
    /// An iterable that is not a tuple is made one ("argument after * must be an iterable").
    CallEx(bool),

    // Functions and classes.
    /// `[defaults?, kwdefaults?, annotations?, closure?, code] -> [f]` Which are present says a
    /// set of [`function_parts`] bits: a tuple, a dict, a tuple `(name, value, ..)`,
    /// a tuple of cells.
    MakeFunction(u32),
    /// `[] -> [f]` Pushes `__build_class__`; it is called with the function of the class body, the
    /// name, the bases and the keywords. The body runs in the namespace as its locals and returns
    /// its `__class__` cell or `None`.
    LoadBuildClass,
    /// `[] -> []` Puts an empty dict under `__annotations__` into the namespace if there is none.
    SetupAnnotations,
    /// `[v] -> ` Leaves the frame.
    Return,

    // Generators.
    /// `[] -> [sent]` Turns the frame into a generator and gives it to the caller. The first
    /// resumption continues behind this op.
    ReturnGenerator,
    /// `[v] -> [sent]` Suspends the generator with `v`.
    YieldValue,
    /// `[iterable] -> [iterator]` `iter(iterable)`; a generator is its own iterator.
    GetYieldFromIter,
    /// `[receiver, v] -> [receiver, yielded]`, or `[result]` and jumps when the receiver is done:
    /// `receiver.send(v)`, or `next(receiver)` when `v` is `None`.
    Send(u32),
    /// `[receiver, v] -> [receiver, sent]` Suspends the generator with `v` inside `yield from`.
    /// While suspended here, `throw()` and `close()` go to the receiver, the top of the
    /// suspended stack, first. If the receiver answers a `throw()` with `StopIteration(r)`, the
    /// frame continues at the operand with `[receiver] -> [r]`.
    YieldDelegated(u32),

    // Awaiting. What is awaited is then driven as by `yield from`.
    /// `[v] -> [iterator]` What `await v` drives: a coroutine itself, else `v.__await__()`.
    GetAwaitable,
    /// `[v] -> [iterator]` `v.__aiter__()`.
    GetAiter,
    /// `[iterator] -> [iterator, awaitable]` What `await iterator.__anext__()` drives.
    GetAnext,
    /// `[iterator, e] -> []` Ends an `async for` if `e` is `StopAsyncIteration`, else raises `e`
    /// again.
    EndAsyncFor,
    /// `[manager] -> [exit, v]` As `BeforeWith`, for `__aenter__` and `__aexit__`.
    BeforeAsyncWith,

    // Exceptions.
    /// Operand 0: `[] -> ` raises the handled exception again. 1: `[e] -> ` raises `e`.
    /// 2: `[e, cause] -> ` raises `e from cause`.
    Raise(u32),
    /// `[e] -> ` Raises `e` again; its traceback gets no new entry for this frame.
    Reraise,
    /// `[e] -> [previous, e]` `e` becomes the handled exception; `previous` is the one handled so
    /// far, or `None`.
    PushExcInfo,
    /// `[previous] -> []` `previous` becomes the handled exception again.
    PopExcept,
    /// `[e, type] -> [e, bool]` Whether `except type` takes `e`; `type` may be a tuple.
    CheckExcMatch,
    /// `[e, type] -> [rest, match]` What `except* type` leaves of `e` and takes of it, each `None`
    /// if it is nothing. What it takes becomes the handled exception.
    CheckGroupMatch,
    /// `[e, raised] -> [r]` What an `except*` statement raises at its end, or `None`: `raised` lists
    /// what its handlers raised, and last what was left of `e`.
    PrepareReraiseStar,
    /// `[manager] -> [exit, v]` Looks up `__enter__`, then `__exit__`, on the type of the manager,
    /// and calls the first. `exit` is bound; a normal end calls it with three `None`.
    BeforeWith,
    /// `[exit, previous, e] -> [exit, previous, e, v]` `v = exit(type(e), e, e.__traceback__)`.
    WithExceptStart,
    /// `[] -> [type]` Pushes `AssertionError` itself, whatever the name is bound to.
    LoadAssertionError,

    // Imports: `names[i]`.
    /// `[level, fromlist] -> [module]` With a `fromlist` of `None` the module is the top package.
    ImportName(u32),
    /// `[module] -> [module, v]` `ImportError` when absent.
    ImportFrom(u32),
    /// `[module] -> []` Puts the public names of the module into the namespace.
    ImportStar,

    // Formatted strings.
    /// `[v] -> [str]` `!s`, `!r` or `!a`.
    ConvertValue(Conversion),
    /// `[v] -> [str]` `format(v, "")`.
    FormatSimple,
    /// `[v, spec] -> [str]` `format(v, spec)`.
    FormatWithSpec,

    // Patterns.
    /// `[v] -> [v, bool]` Whether `v` is a sequence for `match`: not `str`, `bytes`, `bytearray`.
    MatchSequence,
    /// `[v] -> [v, bool]` Whether `v` is a mapping for `match`.
    MatchMapping,
    /// `[v] -> [v, int]` `len(v)`.
    GetLen,
    /// `[v, keys] -> [v, keys, values or None]` A tuple of the values of all keys, if all are there.
    MatchKeys,
    /// `[v, type, names] -> [attributes or None]` The operand counts the positional patterns; the
    /// tuple `names` has the keyword ones. The attributes are a tuple, positional ones first.
    MatchClass(u32),
}

const _: () = assert!(size_of::<Op>() <= 8);
