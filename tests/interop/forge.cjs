// node-forge as a peer. `node forge.cjs write ALGORITHM PASSWORD BUNDLE.pem OUT [noid]`, `node forge.cjs read PASSWORD FILE`.
const { readFileSync, writeFileSync } = require("node:fs");
const { createHash } = require("node:crypto");
const forge = require("node-forge");

const [, , task, ...rest] = process.argv;
const sha256 = (binary) => createHash("sha256").update(Buffer.from(binary, "binary")).digest("hex");

if (task === "write") {
  const [algorithm, password, bundle, out, noId] = rest;
  const parts = forge.pem.decode(readFileSync(bundle, "utf8"));
  const key = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(parts[0].body));
  const chain = parts.slice(1).map((part) => forge.pki.certificateFromAsn1(forge.asn1.fromDer(part.body)));
  const options = { algorithm, generateLocalKeyId: noId !== "noid", friendlyName: "forge" };
  const file = forge.pkcs12.toPkcs12Asn1(key, chain, password, options);
  writeFileSync(out, Buffer.from(forge.asn1.toDer(file).getBytes(), "binary"));
} else {
  const [password, file] = rest;
  const asn1 = forge.asn1.fromDer(readFileSync(file, "binary"));
  const store = forge.pkcs12.pkcs12FromAsn1(asn1, password);
  const { certBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
  const keys = store.getBags({ bagType: pkcs8ShroudedKeyBag })[pkcs8ShroudedKeyBag];
  const certificates = store.getBags({ bagType: certBag })[certBag];
  const hashes = certificates.map((bag) => sha256(forge.asn1.toDer(forge.pki.certificateToAsn1(bag.cert)).getBytes()));
  const info = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(keys[0].key));
  console.log(JSON.stringify({ keys: keys.length, key: sha256(forge.asn1.toDer(info).getBytes()), certificates: hashes }));
}
