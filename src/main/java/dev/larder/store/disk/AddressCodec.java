package dev.larder.store.disk;

import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.store.Address;
import java.nio.ByteBuffer;

/**
 * The canonical bytes of an address: a file's name is their hash, and its identity block is they.
 */
final class AddressCodec {
  private AddressCodec() {}

  static byte[] encode(Address address) {
    CacheKey key = address.key();
    return new ByteWriter()
        .text(key.site())
        .text(key.host())
        .text(key.path())
        .text(key.query())
        .text(address.selector())
        .text(address.coding().token())
        .toBytes();
  }

  static Address decode(ByteBuffer bytes) throws DamagedFileException {
    ByteReader reader = new ByteReader(bytes);
    CacheKey key = new CacheKey(reader.text(), reader.text(), reader.text(), reader.text());
    String selector = reader.text();
    String token = reader.text();
    ContentCoding coding = ContentCoding.named(token);
    if (coding == null) {
      throw new DamagedFileException("unknown coding " + token);
    }
    return new Address(key, selector, coding);
  }
}
