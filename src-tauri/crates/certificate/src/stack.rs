//! What work with secrets leaves on the stack of its thread.

use zeroize::Zeroize;

/// Words below the caller's frame that are overwritten, 256 KiB: several times what the deepest of the work takes in a debug
/// build.
const DEPTH: usize = 32 * 1024;
/// The same, 16 KiB, for a thread that decrypts one thing and ends: that much of its stack glibc keeps for the next thread
/// (`advise_stack_range` gives the rest back), bionic (`_exit_with_stack_teardown`) and Apple's kernel keep nothing. A new
/// stack is not there before it is touched: to overwrite 256 KiB of it took as long as 2,048 rounds of PBKDF2.
const DECRYPTION_DEPTH: usize = 2 * 1024;

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
