//! One op.
//!
//! Ops that are short stand here; those that need a page are in the files beside.

use super::super::code::{BinaryKind, Conversion, Op};
use super::super::generator::Generator;
use super::super::raise::Result;
use super::{Exit, Flow, Machine};
use crate::object::{Cell, Kind};

impl Machine<'_> {
    /// Runs one op.
    #[expect(clippy::too_many_lines, reason = "one arm per op, most of a line or two")]
    #[inline]
    pub(super) fn step(&mut self, op: Op) -> Result<Flow> {
        let interp = self.interp;
        match op {
            Op::Pop => drop(self.pop()),
            Op::Copy(n) => {
                let value = self.peek(n).clone();
                self.push(value);
            }
            Op::Swap(n) => {
                let top = self.stack.len() - 1;
                self.stack.swap(top, top + 1 - n as usize);
            }
            Op::LoadConst(index) => {
                let value = self.code.consts[index as usize].clone();
                self.push(value);
            }
            Op::LoadFast(index) => {
                let value = self.frame.locals.borrow()[index as usize].clone();
                match value {
                    Some(value) => self.push(value),
                    None => return Err(self.unbound_local(index)),
                }
            }
            Op::StoreFast(index) => {
                let value = self.pop();
                let before = self.frame.locals.borrow_mut()[index as usize].replace(value);
                drop(before);
            }
            Op::DeleteFast(index) => {
                let before = self.frame.locals.borrow_mut()[index as usize].take();
                if before.is_none() {
                    return Err(self.unbound_local(index));
                }
                drop(before);
            }
            Op::ClearFast(index) => {
                let before = self.frame.locals.borrow_mut()[index as usize].take();
                drop(before);
            }
            Op::MakeCell(index) => self.make_cell(index)?,
            Op::ClearCell(index) => {
                let before = self.frame.cells.borrow_mut()[index as usize].take();
                drop(before);
            }
            Op::LoadClosure(index) => {
                let cell = self.cell(index)?;
                self.push(cell.into_value());
            }
            Op::LoadDeref(index) => {
                let value = self.cell(index)?.get();
                match value {
                    Some(value) => self.push(value),
                    None => return Err(self.unbound_cell(index)),
                }
            }
            Op::StoreDeref(index) => {
                let value = self.pop();
                let before = self.cell(index)?.replace(Some(value));
                drop(before);
            }
            Op::DeleteDeref(index) => {
                let before = self.cell(index)?.replace(None);
                if before.is_none() {
                    return Err(self.unbound_cell(index));
                }
                drop(before);
            }
            Op::LoadClassDeref(index) => self.load_class_deref(index)?,
            Op::LoadGlobal(index) => self.load_global(index)?,
            Op::StoreGlobal(index) => self.store_global(index)?,
            Op::DeleteGlobal(index) => self.delete_global(index)?,
            Op::LoadName(index) => self.load_name(index)?,
            Op::StoreName(index) => self.store_name(index)?,
            Op::DeleteName(index) => self.delete_name(index)?,
            Op::LoadAttr(index) => {
                let object = self.pop();
                let value = interp.get_attr(&object, &self.code.names[index as usize])?;
                drop(object);
                self.push(value);
            }
            Op::StoreAttr(index) => {
                let object = self.pop();
                let value = self.pop();
                interp.set_attr(&object, &self.code.names[index as usize], value)?;
            }
            Op::DeleteAttr(index) => {
                let object = self.pop();
                interp.del_attr(&object, &self.code.names[index as usize])?;
            }
            Op::LoadMethod(index) => self.load_method(index)?,
            Op::LoadSubscr => {
                let key = self.pop();
                let object = self.pop();
                let value = interp.get_item(&object, &key)?;
                drop(object);
                drop(key);
                self.push(value);
            }
            Op::StoreSubscr => {
                let key = self.pop();
                let object = self.pop();
                let value = self.pop();
                interp.set_item(&object, &key, value)?;
            }
            Op::DeleteSubscr => {
                let key = self.pop();
                let object = self.pop();
                interp.del_item(&object, &key)?;
            }
            Op::BuildSlice(_)
            | Op::BuildTuple(_)
            | Op::BuildList(_)
            | Op::BuildSet(_)
            | Op::BuildMap(_)
            | Op::BuildString(_)
            | Op::ListAppend(_)
            | Op::SetAdd(_)
            | Op::MapAdd(_)
            | Op::ListExtend
            | Op::SetUpdate
            | Op::DictUpdate
            | Op::DictMerge
            | Op::ListToTuple => self.build(op)?,
            Op::Unary(kind) => {
                let value = self.pop();
                let result = interp.unary(kind, &value)?;
                drop(value);
                self.push(result);
            }
            Op::Binary(kind) => {
                let right = self.pop();
                let mut left = self.pop();
                if kind == BinaryKind::Add && self.append(&mut left, &right)? {
                    self.push(left);
                    return Ok(Flow::Next);
                }
                let result = interp.binary(kind, &left, &right)?;
                drop(left);
                drop(right);
                self.push(result);
            }
            Op::InPlace(kind) => {
                let right = self.pop();
                let mut left = self.pop();
                if kind == BinaryKind::Add && self.append(&mut left, &right)? {
                    self.push(left);
                    return Ok(Flow::Next);
                }
                let result = interp.in_place(kind, left, &right)?;
                drop(right);
                self.push(result);
            }
            Op::Compare(kind) => {
                let right = self.pop();
                let left = self.pop();
                let result = interp.compare(kind, &left, &right)?;
                drop(left);
                drop(right);
                self.push(result);
            }
            Op::Is(inverted) => {
                let right = self.pop();
                let left = self.pop();
                self.push(interp.bool(left.is(&right) != inverted));
            }
            Op::Contains(inverted) => {
                let container = self.pop();
                let item = self.pop();
                let found = interp.contains(&container, &item)?;
                drop(item);
                drop(container);
                self.push(interp.bool(found != inverted));
            }
            Op::Jump(target) => return Ok(Flow::Jump(target)),
            Op::JumpBack(target) => {
                interp.safepoint();
                return Ok(Flow::Jump(target));
            }
            Op::PopJumpIfTrue(target) => {
                let value = self.pop();
                let yes = self.truth(&value)?;
                drop(value);
                if yes {
                    return Ok(Flow::Jump(target));
                }
            }
            Op::PopJumpIfFalse(target) => {
                let value = self.pop();
                let yes = self.truth(&value)?;
                drop(value);
                if !yes {
                    return Ok(Flow::Jump(target));
                }
            }
            Op::JumpIfTrueOrPop(target) => {
                let value = self.peek(1).clone();
                if self.truth(&value)? {
                    return Ok(Flow::Jump(target));
                }
                drop(value);
                drop(self.pop());
            }
            Op::JumpIfFalseOrPop(target) => {
                let value = self.peek(1).clone();
                if !self.truth(&value)? {
                    return Ok(Flow::Jump(target));
                }
                drop(value);
                drop(self.pop());
            }
            Op::GetIter => {
                let iterable = self.pop();
                let iterator = interp.iter(&iterable)?;
                drop(iterable);
                self.push(iterator);
            }
            Op::GetYieldFromIter => {
                let iterable = self.pop();
                let iterator = self.delegate_of(iterable)?;
                self.push(iterator);
            }
            Op::GetAwaitable
            | Op::GetAiter
            | Op::GetAnext
            | Op::EndAsyncFor
            | Op::BeforeAsyncWith => self.awaiting_op(op)?,
            Op::ForIter(target) => {
                let iterator = self.peek(1).clone();
                let next = interp.next(&iterator)?;
                drop(iterator);
                match next {
                    Some(value) => self.push(value),
                    None => {
                        drop(self.pop());
                        return Ok(Flow::Jump(target));
                    }
                }
            }
            Op::UnpackSequence(count) => self.unpack_sequence(count as usize)?,
            Op::UnpackEx { before, after } => self.unpack_ex(before.into(), after.into())?,
            Op::Call(_)
            | Op::CallKw { .. }
            | Op::CallMethod(_)
            | Op::CallMethodKw { .. }
            | Op::CallEx(_) => self.call_op(op)?,
            Op::MakeFunction(parts) => self.make_function(parts)?,
            Op::LoadBuildClass => {
                let build = interp.builtin("__build_class__", super::super::class::build_class)?;
                self.push(build);
            }
            Op::SetupAnnotations => self.setup_annotations()?,
            Op::Return => return Ok(Flow::Exit(Exit::Return(self.pop()))),
            // A frame that makes a generator is one before its first op runs.
            Op::Nop | Op::ReturnGenerator => {}
            Op::YieldValue | Op::YieldDelegated(_) => {
                return Ok(Flow::Exit(Exit::Yield(self.pop())));
            }
            Op::Send(target) => return self.send(target),
            Op::Raise(_)
            | Op::Reraise
            | Op::PushExcInfo
            | Op::PopExcept
            | Op::CheckExcMatch
            | Op::CheckGroupMatch
            | Op::PrepareReraiseStar => {
                self.exception_op(op)?;
            }
            Op::BeforeWith => self.before_with()?,
            Op::WithExceptStart => self.with_except_start()?,
            Op::LoadAssertionError => {
                let class = interp.types.exception("AssertionError");
                self.push(class.into_value());
            }
            Op::ImportName(index) => self.import_name(index)?,
            Op::ImportFrom(index) => self.import_from(index)?,
            Op::ImportStar => self.import_star()?,
            Op::ConvertValue(conversion) => {
                let value = self.pop();
                if conversion == Conversion::Str && value.kind() == Kind::Str {
                    self.push(value);
                    return Ok(Flow::Next);
                }
                let text = match conversion {
                    Conversion::Str => interp.to_str(&value)?,
                    Conversion::Repr => interp.repr(&value)?,
                    Conversion::Ascii => interp.ascii(&value)?,
                };
                drop(value);
                let text = interp.str(&text)?;
                self.push(text);
            }
            Op::FormatSimple => {
                let value = self.pop();
                if value.kind() == Kind::Str {
                    self.push(value);
                    return Ok(Flow::Next);
                }
                let text = interp.format(&value, "")?;
                drop(value);
                let text = interp.str(&text)?;
                self.push(text);
            }
            Op::FormatWithSpec => {
                let spec = self.pop();
                let value = self.pop();
                let spec = interp.to_str(&spec)?;
                let text = interp.format(&value, &spec)?;
                drop(value);
                let text = interp.str(&text)?;
                self.push(text);
            }
            Op::MatchSequence
            | Op::MatchMapping
            | Op::GetLen
            | Op::MatchKeys
            | Op::MatchClass(_) => self.pattern_op(op)?,
        }
        Ok(Flow::Next)
    }

    #[inline(always)]
    fn truth(&self, value: &crate::Value) -> Result<bool> {
        match value.get::<crate::object::Bool>() {
            Some(bool) => Ok(bool.0),
            None => self.interp.truth(value),
        }
    }

    /// `yield from`: the receiver's next value, or its result.
    fn send(&mut self, target: u32) -> Result<Flow> {
        let value = self.pop();
        let receiver = self.peek(1).clone();
        let answer = self.interp.send_to(&receiver, value)?;
        drop(receiver);
        match answer {
            Ok(yielded) => {
                self.push(yielded);
                Ok(Flow::Next)
            }
            Err(result) => {
                drop(self.pop());
                self.push(result);
                Ok(Flow::Jump(target))
            }
        }
    }

    fn make_cell(&mut self, index: u32) -> Result<()> {
        let index = index as usize;
        let local = self.code.code.cellvars[index].local;
        let value = local.and_then(|l| self.frame.locals.borrow_mut()[l as usize].take());
        let cell = self.interp.heap.alloc(Cell::new(value))?;
        let before = self.frame.cells.borrow_mut()[index].replace(cell);
        drop(before);
        Ok(())
    }
}

impl super::super::interp::Interp {
    /// Sends a value to an iterator: what it yields, or on the error side what it returned.
    ///
    /// # Errors
    /// What it raises.
    pub(in super::super) fn send_to(
        &self,
        receiver: &crate::Value,
        value: crate::Value,
    ) -> Result<core::result::Result<crate::Value, crate::Value>> {
        if let Some(generator) = receiver.as_gc::<Generator>() {
            return self.generator_step(generator, value);
        }
        let answer = if self.is_none(&value) {
            match self.call_special(receiver, "__next__", super::super::native::Args::none()) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => Err(self.type_error(format!(
                    "'{}' object is not an iterator",
                    self.class_name(receiver)
                ))),
                Err(raised) => Err(raised),
            }
        } else {
            self.call_method(receiver, "send", [value])
        };
        match answer {
            Ok(value) => Ok(Ok(value)),
            Err(raised) if self.is_raised(&raised, "StopIteration") => {
                let stop = self.materialize(raised);
                Ok(Err(self.stop_value(&stop)))
            }
            Err(raised) => Err(raised),
        }
    }
}
