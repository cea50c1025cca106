// Browsers offer WebCrypto only to pages loaded over https or from this machine, and older ones lack Ed25519: then audited code in JavaScript does the same.
const subtle = (): SubtleCrypto | undefined => (globalThis.crypto as Crypto | undefined)?.subtle;

/** The SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const web = subtle();
  if (web) return new Uint8Array(await web.digest('SHA-256', bytes));
  const { sha256: hash } = await import('@noble/hashes/sha2.js');
  return new Uint8Array(hash(bytes));
}

/** Whether an Ed25519 signature over a message is valid under a public key. */
export async function verifyEd25519(key: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const native = await importKey(key);
  if (native) return native.web.verify('Ed25519', native.key, signature, message);
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  try {
    return ed25519.verify(signature, message, key);
  } catch {
    // Thrown for a signature or key that is no point of the curve: not valid.
    return false;
  }
}

async function importKey(key: Uint8Array<ArrayBuffer>): Promise<{ web: SubtleCrypto; key: CryptoKey } | undefined> {
  const web = subtle();
  if (!web) return undefined;
  try {
    return { web, key: await web.importKey('raw', key, 'Ed25519', false, ['verify']) };
  } catch {
    // The browser does not know Ed25519, or the key is no key; the other implementation then decides.
    return undefined;
  }
}
