//! Other files of the kinds that the world has reported: what is odd in `cases`, in every place it can be.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use certificate::{
    FileType, OpenOptions, OpeningCost, Policy, Severity, SignatureCost, detect, open_metered, to_android_p12, validate,
};
use jiff::Timestamp;
use secrecy::SecretString;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

mod issued;

use issued::build::*;
use issued::{leaf_params, ordinary, pkcs12};

const PASSWORD: &str = "Kb7hx2Rt";

struct Answer {
    /// `ok`, or the code of what stands in the way.
    code: &'static str,
    warnings: Vec<&'static str>,
    leaf: Vec<u8>,
    chain: Vec<Vec<u8>>,
    cost: OpeningCost,
}

fn answer(file: &[u8]) -> Answer {
    answer_with(file, PASSWORD)
}

fn answer_with(file: &[u8], password: &str) -> Answer {
    let now = Timestamp::from_second(issued::START + 10 * 24 * 60 * 60).unwrap();
    let policy = Policy {
        allowed_subjects: vec!["CarePlanJigyousho".to_owned()],
        issuer: "e-seikyu CA".to_owned(),
        pinned_authorities: Vec::new(),
        warn_days: 0,
    };
    let (opened, cost) = open_metered(file, &SecretString::from(password), &OpenOptions::at(now));
    match opened {
        Ok(identity) => {
            let findings = validate(&identity, &policy, now).findings;
            assert!(to_android_p12(&identity, "a").is_ok());
            Answer {
                code: findings
                    .iter()
                    .find(|finding| finding.severity > Severity::Note)
                    .map_or("ok", |finding| finding.code()),
                warnings: findings
                    .iter()
                    .filter(|finding| finding.severity == Severity::Note)
                    .map(|finding| finding.code())
                    .collect(),
                leaf: identity.leaf_der().to_vec(),
                chain: identity.chain_der().to_vec(),
                cost,
            }
        }
        Err(error) => Answer { code: error.code(), warnings: Vec::new(), leaf: Vec::new(), chain: Vec::new(), cost },
    }
}

fn protected(bags: &[Vec<u8>]) -> Vec<u8> {
    let content = safes(&[plain_safe(bags)]);
    pfx(&content, &mac(&content, PASSWORD, 10))
}

fn with_certificates(key: &[u8], certificates: &[&[u8]]) -> Vec<u8> {
    let mut bags = vec![bag(KEY_BAG, key)];
    bags.extend(certificates.iter().map(|der| bag(CERTIFICATE_BAG, &certificate(der))));
    protected(&bags)
}

/// A folder in which OpenSSL issues certificates.
struct Office(tempfile::TempDir);

impl Office {
    fn new() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        office.write("leaf.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n");
        office.write("ca.ext", "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n");
        office.write("leaf-aki.ext", "keyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\n");
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn run(&self, command: &str) {
        let output = Command::new("openssl").args(command.split(' ')).current_dir(self.0.path()).output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// A key, and its certificate signed with another key by these options; `by` itself for a root.
    fn issue(&self, name: &str, by: &str, subject: &str, extensions: &str, options: &str) -> Vec<u8> {
        self.run(&format!("req -new -key {name}.key -out {name}.csr -subj {subject}"));
        let signer = if name == by {
            format!("-signkey {by}.key")
        } else {
            format!("-CA {by}.pem -CAkey {by}.key -CAcreateserial")
        };
        self.run(
            &format!("x509 -req -in {name}.csr {signer} -extfile {extensions} -days 3000 -out {name}.pem {options}")
                .trim_end()
                .replace("  ", " "),
        );
        self.der(name)
    }

    fn der(&self, name: &str) -> Vec<u8> {
        self.run(&format!("x509 -in {name}.pem -outform DER -out {name}.der"));
        std::fs::read(self.path(&format!("{name}.der"))).unwrap()
    }

    fn private_key(&self, name: &str) -> Vec<u8> {
        self.run(&format!("pkcs8 -topk8 -nocrypt -in {name}.key -outform DER -out {name}.p8"));
        std::fs::read(self.path(&format!("{name}.p8"))).unwrap()
    }

    fn key(&self, name: &str, options: &str) {
        self.run(&format!("genpkey {options} -out {name}.key"));
    }
}

/// Certificates issued here begin today; the clock of these tests does not.
fn without_time(mut code: Answer) -> Answer {
    if code.code == "not-yet-valid" || code.code == "expired" {
        code.code = "ok";
    }
    code
}

#[test]
fn signatures_of_every_kind_are_checked_or_said_not_to_be() {
    const PSS: &str = "-sigopt rsa_padding_mode:pss";
    let rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    let ec = |curve: &str, form: &str| format!("-algorithm EC -pkeyopt ec_paramgen_curve:{curve}{form}");
    let large = format!("{rsa} -pkeyopt rsa_keygen_pubexp:36893488147419103363");
    let unchecked: &[&str] = &["unchecked-signature"];
    for (authority, options, expected) in [
        (rsa, format!("-sha256 {PSS} -sigopt rsa_pss_saltlen:0"), &[][..]),
        (rsa, format!("-sha256 {PSS} -sigopt rsa_pss_saltlen:32"), &[]),
        (rsa, format!("-sha384 {PSS} -sigopt rsa_pss_saltlen:20"), &[]),
        (rsa, format!("-sha512 {PSS} -sigopt rsa_pss_saltlen:max"), &[]),
        (rsa, format!("-sha256 {PSS} -sigopt rsa_mgf1_md:sha1"), unchecked),
        (rsa, "-sha224".to_owned(), &[]),
        (&large, "-sha256".to_owned(), &[]),
        (&ec("P-256", " -pkeyopt ec_param_enc:named_curve"), "-sha384".to_owned(), &[]),
        (&ec("P-384", ""), "-sha512".to_owned(), &[]),
        (&ec("P-521", ""), "-sha256".to_owned(), &[]),
        (&ec("brainpoolP256r1", ""), "-sha256".to_owned(), unchecked),
        (&ec("secp256k1", ""), "-sha256".to_owned(), unchecked),
        ("-algorithm ED25519", String::new(), &[]),
        ("-algorithm ED448", String::new(), unchecked),
    ] {
        let office = Office::new();
        office.key("ca", authority);
        let root = office.issue("ca", "ca", "/CN=ca", "ca.ext", &options);
        office.key("leaf", rsa);
        let leaf = office.issue("leaf", "ca", "/CN=CarePlanJigyousho", "leaf.ext", &options);
        let found = without_time(answer(&with_certificates(&office.private_key("leaf"), &[&leaf, &root])));
        assert!(matches!(found.code, "ok" | "wrong-issuer"), "{authority} {options}: {}", found.code);
        assert_eq!(found.warnings, expected, "{authority} {options}");
        assert_eq!(found.chain, [root], "{authority} {options}");
    }
}

#[test]
fn a_point_in_any_form_is_the_same_key() {
    for curve in ["P-256", "P-384", "P-521"] {
        let office = Office::new();
        office.key("whole", &format!("-algorithm EC -pkeyopt ec_paramgen_curve:{curve}"));
        office.run("ec -in whole.key -conv_form compressed -out ca.key");
        let root = office.issue("ca", "ca", "/CN=ca", "ca.ext", "-sha256");
        office.key("leaf", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
        let leaf = office.issue("leaf", "ca", "/CN=CarePlanJigyousho", "leaf.ext", "-sha256");
        let found = answer(&with_certificates(&office.private_key("leaf"), &[&leaf, &root]));
        assert_eq!((found.warnings.as_slice(), found.chain.len()), (&[][..], 1), "{curve}");
    }
}

#[test]
fn forged_is_only_what_is_meant_and_does_not_fit() {
    let rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    let office = Office::new();
    for name in ["ca", "other", "leaf"] {
        office.key(name, rsa);
    }
    office.issue("ca", "ca", "/CN=ca", "ca.ext", "-sha256");
    let leaf = office.issue("leaf", "ca", "/CN=CarePlanJigyousho", "leaf-aki.ext", "-sha256");
    let key = office.private_key("leaf");
    // Another generation of the authority: its key's identifier is another one.
    let generation = office.issue("other", "other", "/CN=ca", "ca.ext", "-sha256");
    let found = answer(&with_certificates(&key, &[&leaf, &generation]));
    assert!(found.code != "not-signed-by-issuer" && found.warnings.contains(&"no-chain"));
    // One that claims to be the key that is meant.
    office.run("x509 -in ca.pem -noout -ext subjectKeyIdentifier -out id.txt");
    let id = std::fs::read_to_string(office.path("id.txt")).unwrap();
    let id = id.lines().last().unwrap().trim();
    office.write("forged.ext", &format!("basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier={id}\n"));
    let forged = office.issue("other", "other", "/CN=ca", "forged.ext", "-sha256");
    let found = answer(&with_certificates(&key, &[&leaf, &forged]));
    assert_eq!((found.code, found.chain.len()), ("wrong-issuer", 0));
    let now = Timestamp::now();
    let policy = Policy {
        allowed_subjects: vec!["CarePlanJigyousho".to_owned()],
        issuer: "ca".to_owned(),
        pinned_authorities: Vec::new(),
        warn_days: 0,
    };
    let opened =
        open_metered(&with_certificates(&key, &[&leaf, &forged]), &SecretString::from(PASSWORD), &OpenOptions::at(now))
            .0;
    let codes: Vec<&str> = validate(&opened.map_err(|error| error.code()).unwrap(), &policy, now)
        .findings
        .iter()
        .map(|f| f.code())
        .collect();
    assert_eq!(codes, ["not-signed-by-issuer", "no-chain"]);
}

#[test]
fn authorities_that_sign_each_other_lead_out_of_the_circle() {
    let rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    let office = Office::new();
    for name in ["root", "a", "b", "leaf"] {
        office.key(name, rsa);
    }
    let root = office.issue("root", "root", "/CN=root", "ca.ext", "-sha256");
    let by_root = office.issue("a", "root", "/CN=A", "ca.ext", "-sha256");
    let b = office.issue("b", "a", "/CN=B", "ca.ext", "-sha256");
    std::fs::copy(office.path("a.pem"), office.path("a-by-root.pem")).unwrap();
    let by_b = office.issue("a", "b", "/CN=A", "ca.ext", "-sha256");
    let leaf = office.issue("leaf", "a", "/CN=CarePlanJigyousho", "leaf.ext", "-sha256");
    let key = office.private_key("leaf");
    let mut certificates: Vec<&[u8]> = vec![&leaf, &by_b, &b, &by_root, &root];
    for _ in 0..certificates.len() {
        certificates.rotate_left(1);
        let found = answer(&with_certificates(&key, &certificates));
        assert_eq!(found.leaf, leaf);
        assert_eq!(found.chain[..2], [by_root.clone(), root.clone()]);
        assert!(found.cost.signatures.work <= SignatureCost::LIMIT.work);
    }
}

#[test]
fn after_the_mac_no_password_is_wrong_whatever_the_padding() {
    let issued = ordinary();
    let certificates: Vec<Vec<u8>> =
        [&issued.leaf, &issued.chain[0]].iter().map(|der| bag(CERTIFICATE_BAG, &certificate(der))).collect();
    for number in 0..700 {
        let other = format!("another {number}");
        let mut bags = certificates.clone();
        bags.push(encrypted_key(&issued.key, &other, 1));
        assert_eq!(answer(&protected(&bags)).code, "certificate-inner-password", "{other}");
    }
    let contents = seq(&certificates.iter().map(Vec::as_slice).collect::<Vec<_>>());
    for number in 0..100 {
        let content = safes(&[
            encrypted_safe(&contents, &format!("another {number}"), 1),
            plain_safe(&[bag(KEY_BAG, &issued.key)]),
        ]);
        assert_eq!(answer(&pfx(&content, &mac(&content, PASSWORD, 10))).code, "certificate-inner-password");
    }
}

#[test]
fn what_pbkdf2_was_given_in_utf16_opens() {
    let issued = ordinary();
    for (password, end) in [("nss", &[0u8, 0][..]), ("", &[0, 0]), ("ひみつ", &[0, 0]), ("x", &[])] {
        let mut utf16: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
        utf16.extend(end);
        let (algorithm, encrypted) = pbes2_with(&issued.key, &utf16, 10);
        let bags = [
            bag(SHROUDED_KEY_BAG, &seq(&[&algorithm, &octets(&encrypted)])),
            bag(CERTIFICATE_BAG, &certificate(&issued.leaf)),
        ];
        let content = safes(&[plain_safe(&bags)]);
        let file = pfx(&content, &mac(&content, password, 10));
        assert_eq!(answer_with(&file, password).code, "ok", "{password:?} {end:?}");
        assert_eq!(answer_with(&file, "no").code, "certificate-wrong-password");
    }
}

#[test]
fn unreadable_certificates_are_counted_and_never_called_absent() {
    let issued = ordinary();
    let broken = seq(&[&seq(&[&int(1)]), &seq(&[]), &tlv(3, &[&[0]])]);
    let found = answer(&with_certificates(&issued.key, &[&issued.leaf, &broken, &issued.chain[0]]));
    assert_eq!((found.code, found.warnings.as_slice()), ("ok", &["unreadable-certificate"][..]));
    assert_eq!(answer(&with_certificates(&issued.key, &[&broken])).code, "certificate-unreadable-certificate");
    assert_eq!(answer(&with_certificates(&issued.key, &[])).code, "certificate-no-certificate");
}

/// What is nested in octet strings is nested, too: the stack does not grow with the file.
#[test]
fn a_certificate_nested_without_end_is_unreadable() {
    let issued = ordinary();
    let mut headers = Vec::new();
    let mut length = 0_usize;
    while length < 200_000 {
        for tag in [0x30, 0x04] {
            let digits: Vec<u8> = (length as u32).to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            let header = if length < 0x80 {
                vec![tag, length as u8]
            } else {
                [&[tag, 0x80 | digits.len() as u8], &*digits].concat()
            };
            length += header.len();
            headers.push(header);
        }
    }
    headers.reverse();
    let nested = seq(&[&headers.concat()]);
    let answer = answer(&with_certificates(&issued.key, &[&issued.leaf, &nested]));
    assert_eq!((answer.code, answer.warnings), ("ok", vec!["unreadable-certificate", "no-chain"]));
}

/// The leaf with its two times in another form. Nothing signs it then, so nothing above it is given.
fn with_times(leaf: &[u8], tag: u8, times: [&str; 2]) -> Vec<u8> {
    let parts = elements(elements(leaf)[0].1);
    let fields: Vec<Vec<u8>> = elements(parts[0].1)
        .iter()
        .enumerate()
        .map(|(index, (field, content))| {
            if index == 4 {
                seq(&times.map(|time| tlv(tag, &[time.as_bytes()])).each_ref().map(Vec::as_slice))
            } else {
                tlv(*field, &[content])
            }
        })
        .collect();
    let signed = seq(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>());
    seq(&[&signed, &tlv(parts[1].0, &[parts[1].1]), &tlv(parts[2].0, &[parts[2].1])])
}

#[test]
fn what_others_read_in_a_certificate_is_read() {
    let issued = ordinary();
    for (tag, times) in [
        (0x17, ["260331150000", "270331150000"]),
        (0x17, ["2603311500Z", "2703311500Z"]),
        (0x17, ["260401000000+0900", "270401000000+0900"]),
        (0x18, ["20260331150000+0000", "20270331150000+0000"]),
        (0x18, ["20260331150000.5Z", "20270331150000.0Z"]),
        (0x18, ["20260331150000", "20270331150000"]),
    ] {
        let leaf = with_times(&issued.leaf, tag, times);
        let found = answer(&with_certificates(&issued.key, &[&leaf]));
        assert_eq!((found.code, found.warnings.as_slice()), ("ok", &["no-chain"][..]), "{times:?}");
        assert_eq!(found.leaf, leaf);
    }
    // In BER the signature is over the DER of the same.
    let found = answer(&with_certificates(&issued.key, &[&ber(&issued.leaf, 1000), &ber(&issued.chain[0], 7)]));
    assert_eq!((found.code, found.warnings.len(), found.chain.len()), ("ok", 0, 1));
    let followed = [&issued.leaf[..], &[0; 9]].concat();
    let found = answer(&with_certificates(&issued.key, &[&followed, &issued.chain[0]]));
    assert_eq!((found.code, found.leaf), ("ok", issued.leaf));
}

#[test]
fn keys_are_counted_by_what_they_are() {
    let issued = ordinary();
    let leaf = bag(CERTIFICATE_BAG, &certificate(&issued.leaf));
    let again = |number: u64| encrypted_key(&issued.key, PASSWORD, 10 + number);
    let same: Vec<Vec<u8>> = (0..12).map(again).chain([bag(KEY_BAG, &issued.key), leaf.clone()]).collect();
    assert_eq!(answer(&protected(&same)).code, "ok");
    let different: Vec<Vec<u8>> = issued::KEYS
        .iter()
        .flat_map(|key| (0..10).map(|number| encrypted_key(&key.serialize_der(), PASSWORD, 10 + number)))
        .chain([leaf])
        .collect();
    assert_eq!(answer(&protected(&different)).code, "certificate-several-keys");
}

#[test]
fn the_leaf_is_the_one_that_was_issued() {
    let issued = ordinary();
    let mut params = leaf_params("CarePlanJigyousho");
    params.not_after += time::Duration::days(3650);
    let placeholder = params.self_signed(&issued::KEYS[1]).unwrap().der().to_vec();
    let expired = {
        let mut params = leaf_params("CarePlanJigyousho");
        (params.not_before, params.not_after) = (params.not_before - time::Duration::days(800), params.not_before);
        issued::issue(&params).leaf
    };
    let later = {
        let mut params = leaf_params("CarePlanJigyousho");
        (params.not_before, params.not_after) =
            (params.not_before + time::Duration::days(100), params.not_after + time::Duration::days(900));
        issued::issue(&params).leaf
    };
    let authority = &issued.chain[0];
    for others in [vec![&placeholder], vec![&expired], vec![&later], vec![&placeholder, &expired, &later]] {
        let mut certificates: Vec<&[u8]> = others.iter().map(|der| der.as_slice()).collect();
        certificates.extend([issued.leaf.as_slice(), authority]);
        for _ in 0..certificates.len() {
            certificates.rotate_left(1);
            let found = answer(&with_certificates(&issued.key, &certificates));
            assert_eq!((found.code, &found.leaf), ("ok", &issued.leaf));
        }
    }
    let bags = [
        bag_with_id(KEY_BAG, &issued.key, b"1"),
        bag(CERTIFICATE_BAG, &certificate(&issued.leaf)),
        bag_with_id(CERTIFICATE_BAG, &certificate(&later), b"1"),
    ];
    assert_eq!(answer(&protected(&bags)).leaf, later);
}

#[test]
fn a_file_alone_in_an_archive_is_opened() {
    let file = pkcs12(&ordinary(), &[], PASSWORD);
    let archive = |names: &[&str], compression| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let mut writer = ZipWriter::new(&mut bytes);
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default().compression_method(compression)).unwrap();
            writer.write_all(&file).unwrap();
        }
        writer.finish().unwrap();
        bytes.into_inner()
    };
    for compression in [CompressionMethod::Stored, CompressionMethod::DEFLATE] {
        assert_eq!(answer(&archive(&["folder/", "a.PFX", "__MACOSX/._a.pfx"], compression)).code, "ok");
        assert_eq!(answer(&archive(&["a.txt"], compression)).code, "certificate-not-pkcs12");
        // Whoever unpacks these finds no certificate file, and is not told to.
        for other in [&["証明書発行用パスワード通知書.pdf"][..], &["[Content_Types].xml", "xl/workbook.xml"]]
        {
            assert_eq!(detect(&archive(other, compression)), FileType::Unknown);
        }
        for may_hold in [&["a.pfx", "b.p12"][..], &["a.zip"], &["a"], &["a.pdf", "a.P12", "b.P12"], &["folder/"], &[]] {
            assert_eq!(detect(&archive(may_hold, compression)), FileType::Zip);
        }
        assert_eq!(answer(&archive(&["a.pfx", "b.p12"], compression)).code, "certificate-not-pkcs12");
    }
}
