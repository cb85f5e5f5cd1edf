//! The stack effect of each op, as numbers.
//!
//! One table serves the simulation that computes `Code::max_stack` and the checks of the machine.
//! The effect of falling through and that of jumping are two questions, since a few ops differ.

use super::{Op, function_parts};

/// How many values an op takes from the stack and how many it pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Values that must be there; they are gone afterwards.
    pub pops: u32,
    /// Values there afterwards in their place.
    pub pushes: u32,
}

const fn effect(pops: u32, pushes: u32) -> Effect {
    Effect { pops, pushes }
}

impl Op {
    /// The effect when the next op follows; for an op that never falls through, what it takes.
    #[expect(clippy::too_many_lines, reason = "one table of all ops")]
    pub fn effect(self) -> Effect {
        match self {
            Op::Nop
            | Op::DeleteFast(_)
            | Op::ClearFast(_)
            | Op::MakeCell(_)
            | Op::ClearCell(_)
            | Op::DeleteDeref(_)
            | Op::DeleteGlobal(_)
            | Op::DeleteName(_)
            | Op::Jump(_)
            | Op::JumpBack(_)
            | Op::SetupAnnotations => effect(0, 0),
            Op::LoadConst(_)
            | Op::LoadFast(_)
            | Op::LoadClosure(_)
            | Op::LoadDeref(_)
            | Op::LoadClassDeref(_)
            | Op::LoadGlobal(_)
            | Op::LoadName(_)
            | Op::LoadBuildClass
            | Op::LoadAssertionError
            | Op::ReturnGenerator => effect(0, 1),
            Op::Pop
            | Op::StoreFast(_)
            | Op::StoreDeref(_)
            | Op::StoreGlobal(_)
            | Op::StoreName(_)
            | Op::DeleteAttr(_)
            | Op::PopJumpIfTrue(_)
            | Op::PopJumpIfFalse(_)
            | Op::JumpIfTrueOrPop(_)
            | Op::JumpIfFalseOrPop(_)
            | Op::Return
            | Op::Reraise
            | Op::PopExcept
            | Op::ImportStar => effect(1, 0),
            Op::LoadAttr(_)
            | Op::Unary(_)
            | Op::GetIter
            | Op::ListToTuple
            | Op::YieldValue
            | Op::GetYieldFromIter
            | Op::GetAwaitable
            | Op::GetAiter
            | Op::ConvertValue(_)
            | Op::FormatSimple => effect(1, 1),
            Op::LoadMethod(_)
            | Op::ForIter(_)
            | Op::PushExcInfo
            | Op::BeforeWith
            | Op::BeforeAsyncWith
            | Op::GetAnext
            | Op::ImportFrom(_)
            | Op::MatchSequence
            | Op::MatchMapping
            | Op::GetLen => effect(1, 2),
            Op::StoreAttr(_) | Op::DeleteSubscr | Op::EndAsyncFor => effect(2, 0),
            Op::LoadSubscr
            | Op::ListExtend
            | Op::SetUpdate
            | Op::DictUpdate
            | Op::Binary(_)
            | Op::InPlace(_)
            | Op::Compare(_)
            | Op::Is(_)
            | Op::Contains(_)
            | Op::ImportName(_)
            | Op::PrepareReraiseStar
            | Op::FormatWithSpec => effect(2, 1),
            Op::Send(_) | Op::YieldDelegated(_) | Op::CheckExcMatch | Op::CheckGroupMatch => {
                effect(2, 2)
            }
            Op::MatchKeys => effect(2, 3),
            Op::StoreSubscr => effect(3, 0),
            Op::MatchClass(_) => effect(3, 1),
            Op::WithExceptStart => effect(3, 4),
            Op::DictMerge => effect(4, 3),
            Op::Copy(n) => effect(n, n + 1),
            Op::Swap(n) => effect(n, n),
            Op::ListAppend(n) | Op::SetAdd(n) => effect(n + 1, n),
            Op::MapAdd(n) => effect(n + 2, n),
            Op::BuildSlice(n)
            | Op::BuildTuple(n)
            | Op::BuildList(n)
            | Op::BuildSet(n)
            | Op::BuildString(n) => effect(n, 1),
            Op::BuildMap(n) => effect(2 * n, 1),
            Op::UnpackSequence(n) => effect(1, n),
            Op::UnpackEx { before, after } => effect(1, u32::from(before) + 1 + u32::from(after)),
            Op::Call(n) => effect(n + 1, 1),
            Op::CallKw { args, .. } => effect(u32::from(args) + 1, 1),
            Op::CallMethod(n) => effect(n + 2, 1),
            Op::CallMethodKw { args, .. } => effect(u32::from(args) + 2, 1),
            Op::CallEx(keywords) => effect(2 + u32::from(keywords), 1),
            Op::MakeFunction(parts) => {
                let all = function_parts::DEFAULTS
                    | function_parts::KWDEFAULTS
                    | function_parts::ANNOTATIONS
                    | function_parts::CLOSURE;
                effect((parts & all).count_ones() + 1, 1)
            }
            Op::Raise(n) => effect(n, 0),
        }
    }

    /// The target and the effect of the jump, if the op can jump.
    pub fn jump(self) -> Option<(u32, Effect)> {
        Some(match self {
            Op::Jump(to) | Op::JumpBack(to) => (to, effect(0, 0)),
            Op::PopJumpIfTrue(to) | Op::PopJumpIfFalse(to) | Op::ForIter(to) => (to, effect(1, 0)),
            Op::JumpIfTrueOrPop(to) | Op::JumpIfFalseOrPop(to) => (to, effect(1, 1)),
            Op::Send(to) | Op::YieldDelegated(to) => (to, effect(2, 1)),
            _ => return None,
        })
    }

    /// The same op with another jump target; an op that cannot jump is unchanged.
    #[must_use]
    pub fn with_target(self, to: u32) -> Op {
        match self {
            Op::Jump(_) => Op::Jump(to),
            Op::JumpBack(_) => Op::JumpBack(to),
            Op::PopJumpIfTrue(_) => Op::PopJumpIfTrue(to),
            Op::PopJumpIfFalse(_) => Op::PopJumpIfFalse(to),
            Op::JumpIfTrueOrPop(_) => Op::JumpIfTrueOrPop(to),
            Op::JumpIfFalseOrPop(_) => Op::JumpIfFalseOrPop(to),
            Op::ForIter(_) => Op::ForIter(to),
            Op::Send(_) => Op::Send(to),
            Op::YieldDelegated(_) => Op::YieldDelegated(to),
            other => other,
        }
    }

    /// Whether the next op can follow this one.
    pub fn falls_through(self) -> bool {
        !matches!(self, Op::Jump(_) | Op::JumpBack(_) | Op::Return | Op::Raise(_) | Op::Reraise)
    }
}
