//! Keeps a library's panic from ending the program, or from being printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

static QUIET: Once = Once::new();

thread_local! {
    /// Whether this thread is inside [`guarded`].
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// What was read, or nothing when the reading panicked, of which nobody is told here.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    // The hook is the whole program's and is set once, so that no thread takes another's for its own.
    QUIET.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                before(panic);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::{GUARDED, guarded};

    #[test]
    fn a_panic_is_nothing_and_the_guard_is_off_behind_it() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| [0_u8; 0][std::hint::black_box(1)]), None);
        assert!(!GUARDED.get());
    }
}
