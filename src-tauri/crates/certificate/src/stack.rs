//! What work with secrets leaves on the stack of its thread.

use zeroize::Zeroize;

/// Bytes below the caller's frame that are overwritten: several times what the deepest of the work takes in a debug build.
const DEPTH: usize = 256 * 1024;

/// Runs `work`, then overwrites the stack that it has used, also after a panic: ciphers, hashes and numbers of a key lie
/// there in copies that no destructor reaches, until the thread happens to write over them. What `work` returns must keep its
/// secrets on the heap. The thread must have [`DEPTH`] bytes of stack left; threads of Rust have 2 MiB.
pub(crate) fn wiping_stack<T>(work: impl FnOnce() -> T) -> T {
    let _overwritten = Overwritten;
    in_own_frame(work)
}

struct Overwritten;

impl Drop for Overwritten {
    fn drop(&mut self) {
        overwrite();
    }
}

/// Not merged with its caller, so that all of it lies where [`overwrite`] writes.
#[inline(never)]
fn in_own_frame<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
fn overwrite() {
    let mut area = [0_u64; DEPTH / size_of::<u64>()];
    // Volatile: a compiler would leave out what nobody reads.
    area.as_mut_slice().zeroize();
}
