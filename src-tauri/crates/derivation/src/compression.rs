//! The compression functions of SHA-1 and SHA-2 (FIPS 180-4), for loops in which the padding of every block is the same.

use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use zeroize::Zeroize;

/// A hash function of blocks of `BLOCK` bytes.
pub(crate) trait Compression<const BLOCK: usize> {
    /// Words of its state.
    type State: Copy + Zeroize;

    /// Output in bytes: at most the state's.
    const SIZE: usize;
    /// The state before the first block (FIPS 180-4, 5.3).
    const START: Self::State;

    /// One run of the compression function.
    fn compress(state: &mut Self::State, block: &[u8; BLOCK]);

    /// Writes the output of a state.
    fn store(state: &Self::State, into: &mut [u8; BLOCK]);

    /// Exclusive or of a state into another.
    fn add(state: &Self::State, into: &mut Self::State);
}

macro_rules! compression {
    ($hash:ty, $word:ty, $words:literal, $block:literal, $size:literal, $compress:path, $start:expr) => {
        impl Compression<$block> for $hash {
            type State = [$word; $words];

            const SIZE: usize = $size;
            const START: Self::State = $start;

            #[inline(always)]
            fn compress(state: &mut Self::State, block: &[u8; $block]) {
                $compress(state, std::slice::from_ref(block));
            }

            #[inline(always)]
            fn store(state: &Self::State, into: &mut [u8; $block]) {
                for (bytes, word) in into[..$size].chunks_mut(size_of::<$word>()).zip(state) {
                    bytes.copy_from_slice(&word.to_be_bytes()[..bytes.len()]);
                }
            }

            #[inline(always)]
            fn add(state: &Self::State, into: &mut Self::State) {
                for (word, new) in into.iter_mut().zip(state) {
                    *word ^= new;
                }
            }
        }
    };
}

compression!(
    Sha1,
    u32,
    5,
    64,
    20,
    sha1::block_api::compress,
    [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
);
compression!(
    Sha224,
    u32,
    8,
    64,
    28,
    sha2::block_api::compress256,
    [0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7, 0xbefa_4fa4]
);
compression!(
    Sha256,
    u32,
    8,
    64,
    32,
    sha2::block_api::compress256,
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19]
);
compression!(
    Sha384,
    u64,
    8,
    128,
    48,
    sha2::block_api::compress512,
    [
        0xcbbb_9d5d_c105_9ed8,
        0x629a_292a_367c_d507,
        0x9159_015a_3070_dd17,
        0x152f_ecd8_f70e_5939,
        0x6733_2667_ffc0_0b31,
        0x8eb4_4a87_6858_1511,
        0xdb0c_2e0d_64f9_8fa7,
        0x47b5_481d_befa_4fa4
    ]
);
compression!(
    Sha512,
    u64,
    8,
    128,
    64,
    sha2::block_api::compress512,
    [
        0x6a09_e667_f3bc_c908,
        0xbb67_ae85_84ca_a73b,
        0x3c6e_f372_fe94_f82b,
        0xa54f_f53a_5f1d_36f1,
        0x510e_527f_ade6_82d1,
        0x9b05_688c_2b3e_6c1f,
        0x1f83_d9ab_fb41_bd6b,
        0x5be0_cd19_137e_2179
    ]
);
compression!(
    Sha512_224,
    u64,
    8,
    128,
    28,
    sha2::block_api::compress512,
    [
        0x8c3d_37c8_1954_4da2,
        0x73e1_9966_89dc_d4d6,
        0x1dfa_b7ae_32ff_9c82,
        0x679d_d514_582f_9fcf,
        0x0f6d_2b69_7bd4_4da8,
        0x77e3_6f73_04c4_8942,
        0x3f9d_85a8_6a1d_36c8,
        0x1112_e6ad_91d6_92a1
    ]
);
compression!(
    Sha512_256,
    u64,
    8,
    128,
    32,
    sha2::block_api::compress512,
    [
        0x2231_2194_fc2b_f72c,
        0x9f55_5fa3_c84c_64c2,
        0x2393_b86b_6f53_b151,
        0x9638_7719_5940_eabd,
        0x9628_3ee2_a88e_ffe3,
        0xbe5e_1e25_5386_3992,
        0x2b01_99fc_2c85_b8aa,
        0x0eb7_2ddc_81c5_2ca2
    ]
);
