//! What work with secrets leaves on the stack of its thread.

use zeroize::Zeroize;

/// Words below the caller's frame that are overwritten, 256 KiB: several times what the deepest of the work takes in a debug
/// build.
const DEPTH: usize = 32 * 1024;
/// The same, 20 KiB, for a thread that decrypts one thing and ends: that much of its stack glibc keeps for the next thread
/// (`advise_stack_range` gives the rest back, but for the last 16 KiB and what they lack to whole pages), bionic
/// (`_exit_with_stack_teardown`) and Apple's kernel keep nothing. A new stack is not there before it is touched: to overwrite
/// 256 KiB of it took as long as 2,048 rounds of PBKDF2.
const DECRYPTION_DEPTH: usize = 20 * 1024 / size_of::<u64>();

/// Runs `work`, then overwrites the stack that it has used, also after a panic: ciphers, hashes and numbers of a key lie
/// there in copies that no destructor reaches, until the thread happens to write over them. What `work` returns must keep its
/// secrets on the heap. The thread must have [`DEPTH`] words of stack left; threads of Rust have 2 MiB.
pub(crate) fn wiping_stack<T>(work: impl FnOnce() -> T) -> T {
    wiping::<DEPTH, T>(work)
}

/// As [`wiping_stack`], for a thread that decrypts one thing.
pub(crate) fn wiping_stack_of_decryption<T>(work: impl FnOnce() -> T) -> T {
    wiping::<DECRYPTION_DEPTH, T>(work)
}

fn wiping<const WORDS: usize, T>(work: impl FnOnce() -> T) -> T {
    let _overwritten = Overwritten::<WORDS>;
    in_own_frame(work)
}

struct Overwritten<const WORDS: usize>;

impl<const WORDS: usize> Drop for Overwritten<WORDS> {
    fn drop(&mut self) {
        overwrite::<WORDS>();
    }
}

/// Not merged with its caller, so that all of it lies where [`overwrite`] writes.
#[inline(never)]
fn in_own_frame<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite<const WORDS: usize>() {
    let mut area = [0_u64; WORDS];
    // Volatile: a compiler would leave out what nobody reads.
    area.as_mut_slice().zeroize();
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs::File;
    use std::hint::black_box;
    use std::os::unix::fs::FileExt as _;
    use std::thread;

    use super::*;

    const MARK: u64 = 0x5ec2_e75e_c2e7_5ec3;
    /// More than any system keeps of the stack of a thread that has ended.
    const WORDS: usize = 8 * 1024;

    /// Fills the stack below the caller; the address of what it filled.
    #[inline(never)]
    fn fill() -> u64 {
        let mut area = [0; WORDS];
        black_box(&mut area).fill(MARK);
        black_box(&area).as_ptr().addr() as u64
    }

    /// How many marks are left of what [`fill`] filled: none where glibc has more stacks than it keeps and gave this one back.
    fn left(filled: u64) -> usize {
        let mut bytes = vec![0; WORDS * size_of::<u64>()];
        if File::open("/proc/self/mem").unwrap().read_exact_at(&mut bytes, filled).is_err() {
            return 0;
        }
        bytes.chunks_exact(size_of::<u64>()).filter(|word| **word == MARK.to_ne_bytes()).count()
    }

    /// One after the other: a thread may get the stack of one that has ended.
    #[test]
    fn nothing_stays_on_the_stack_of_a_thread_that_goes_on_or_has_ended() {
        let goes_on = || (left(fill()), left(wiping_stack(fill)));
        let (unwiped, wiped) = thread::spawn(goes_on).join().unwrap();
        assert!(unwiped > 0, "the search finds nothing");
        assert_eq!(wiped, 0);
        let filled = thread::spawn(|| wiping_stack_of_decryption(fill)).join().unwrap();
        assert_eq!(left(filled), 0);
    }
}
