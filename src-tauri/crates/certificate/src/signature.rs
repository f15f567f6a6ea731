/// True when the leaf's public key made this signature over the message: RSASSA-PKCS1-v1_5 or ECDSA, with SHA-256.
pub fn verify_signature(_leaf_der: &[u8], _message: &[u8], _signature: &[u8]) -> bool {
    false
}
