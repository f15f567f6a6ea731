//! As much of libcrypto as opens a PKCS#12 file.

use std::ffi::{CStr, CString, c_char, c_int, c_long, c_uchar, c_void};
use std::ptr::null_mut;

unsafe extern "C" {
    fn OpenSSL_version(kind: c_int) -> *const c_char;
    fn d2i_PKCS12(out: *mut *mut c_void, bytes: *mut *const c_uchar, length: c_long) -> *mut c_void;
    fn PKCS12_parse(
        file: *mut c_void,
        password: *const c_char,
        key: *mut *mut c_void,
        leaf: *mut *mut c_void,
        chain: *mut *mut c_void,
    ) -> c_int;
    fn PKCS12_free(file: *mut c_void);
    fn EVP_PKEY_free(key: *mut c_void);
    fn X509_free(certificate: *mut c_void);
    fn OPENSSL_sk_pop_free(stack: *mut c_void, free: unsafe extern "C" fn(*mut c_void));
}

/// Which libcrypto this is.
pub fn version() -> String {
    // SAFETY: a static string, ended by zero.
    unsafe { CStr::from_ptr(OpenSSL_version(0)) }.to_string_lossy().into_owned()
}

/// Parses a file wholly: MAC, key, certificates. True when it has a key and its certificate.
pub fn open(bytes: &[u8], password: &CString) -> bool {
    let mut cursor = bytes.as_ptr();
    let (mut key, mut leaf, mut chain) = (null_mut(), null_mut(), null_mut());
    // SAFETY: the pointers live through the calls, the length is the slice's, and every object is freed once.
    unsafe {
        let file = d2i_PKCS12(null_mut(), &mut cursor, bytes.len() as c_long);
        let parsed = !file.is_null() && PKCS12_parse(file, password.as_ptr(), &mut key, &mut leaf, &mut chain) == 1;
        let whole = parsed && !key.is_null() && !leaf.is_null();
        PKCS12_free(file);
        EVP_PKEY_free(key);
        X509_free(leaf);
        OPENSSL_sk_pop_free(chain, X509_free);
        whole
    }
}
