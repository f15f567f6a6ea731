//! What is freed while a file is opened and written again holds neither the password nor the key.
//!
//! The allocator looks through every block before it is given back. Copies on the stack, and those
//! that `ring` makes while it signs, are out of its sight.

#![allow(unsafe_code, clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use certificate::{open, to_android_p12, to_ios_p12, to_portable_p12};
use secrecy::SecretString;

mod issued;

struct Looking;

static ON: AtomicBool = AtomicBool::new(false);
static FREED: AtomicUsize = AtomicUsize::new(0);
static FOUND: AtomicUsize = AtomicUsize::new(0);
/// Needles: filled before `ON` is set, never touched while it is.
static NEEDLES: Mutex<[[u8; NEEDLE]; 3]> = Mutex::new([[0; NEEDLE]; 3]);
const NEEDLE: usize = 12;

unsafe impl GlobalAlloc for Looking {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that a later owner is not blamed for what an earlier one left.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if ON.load(Ordering::Relaxed) {
            // SAFETY: the block is still owned here and was zeroed when it was made.
            let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            FREED.fetch_add(1, Ordering::Relaxed);
            let needles = NEEDLES.lock().unwrap();
            if bytes.windows(NEEDLE).any(|window| needles.iter().any(|needle| window == needle)) {
                FOUND.fetch_add(1, Ordering::Relaxed);
            }
        }
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Looking = Looking;

fn watched<T>(run: impl FnOnce() -> T) -> (T, usize, usize) {
    FREED.store(0, Ordering::Relaxed);
    FOUND.store(0, Ordering::Relaxed);
    ON.store(true, Ordering::Relaxed);
    let result = run();
    ON.store(false, Ordering::Relaxed);
    (result, FREED.load(Ordering::Relaxed), FOUND.load(Ordering::Relaxed))
}

#[test]
fn nothing_freed_holds_a_secret() {
    let password = "Zq7correcthorse";
    let issued = issued::ordinary();
    let files = [
        issued::pkcs12(&issued, &[], password),
        issued::pkcs12(&issued, &["-legacy"], password),
        issued::pkcs12(&issued, &["-certpbe", "NONE", "-keypbe", "NONE"], password),
        issued::build::ber(&issued::pkcs12(&issued, &["-certpbe", "NONE", "-keypbe", "NONE"], password), 500),
    ];
    let utf16: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    // From the middle of an RSA key's secret numbers: its last bytes are the coefficient.
    let key = &issued.key[issued.key.len() - 40..];
    for (slot, secret) in NEEDLES.lock().unwrap().iter_mut().zip([password.as_bytes(), &utf16, key]) {
        slot.copy_from_slice(&secret[..NEEDLE]);
    }

    let (leak, freed, found) = watched(|| drop(issued.key.clone()));
    assert_eq!((leak, freed, found), ((), 1, 1), "the allocator must see what is not wiped");

    for file in &files {
        let secret = SecretString::from(password);
        let ((), freed, found) = watched(|| {
            let identity = open(file, &secret).unwrap();
            drop(to_android_p12(&identity, "a").unwrap());
            drop(to_ios_p12(&identity, "a", &secret).unwrap());
            drop(to_portable_p12(&identity, "a", &secret).unwrap());
        });
        assert!(freed > 100);
        assert_eq!(found, 0);
    }

    // What a file is wrapped in is taken off without a copy of the file, or of its base64, being left.
    let file = &files[0];
    let base64 = STANDARD.encode(file);
    let wide: Vec<u8> = base64.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wrapped = [
        base64.clone().into_bytes(),
        [&[0xff, 0xfe], &*wide].concat(),
        format!("data:application/x-pkcs12;base64,{base64}").into_bytes(),
        file.iter()
            .fold(b"data:application/x-pkcs12,".to_vec(), |url, byte| [url, format!("%{byte:02x}").into()].concat()),
    ];
    for (slot, text) in NEEDLES.lock().unwrap().iter_mut().zip([file, base64.as_bytes(), &wide]) {
        slot.copy_from_slice(&text[text.len() / 3..][..NEEDLE]);
    }
    for (index, wrapped) in wrapped.iter().enumerate() {
        let secret = SecretString::from(password);
        let ((), freed, found) = watched(|| drop(open(wrapped, &secret).unwrap()));
        assert!(freed > 100);
        assert_eq!(found, 0, "wrapping {index}");
    }
}
