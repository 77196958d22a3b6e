package dev.larder.store.disk;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

/** The bytes of a stored response's head. */
final class HeadCodec {
  private HeadCodec() {}

  static byte[] encode(StoredHead head) {
    ByteWriter writer = new ByteWriter().int32(head.response().status());
    put(writer, head.requestTime());
    put(writer, head.responseTime());
    put(writer, head.response().fields());
    put(writer, head.nominated());
    return writer.text(head.digest()).toBytes();
  }

  static StoredHead decode(ByteBuffer bytes) throws DamagedFileException {
    ByteReader reader = new ByteReader(bytes);
    int status = reader.int32();
    Instant requestTime = instant(reader);
    Instant responseTime = instant(reader);
    ResponseHead response = new ResponseHead(status, fields(reader));
    Fields nominated = fields(reader);
    return StoredHead.of(response, requestTime, responseTime, nominated, reader.text());
  }

  private static void put(ByteWriter writer, Instant time) {
    writer.int64(time.getEpochSecond()).int32(time.getNano());
  }

  private static Instant instant(ByteReader reader) throws DamagedFileException {
    try {
      return Instant.ofEpochSecond(reader.int64(), reader.int32());
    } catch (DateTimeException e) {
      throw new DamagedFileException("a time out of range");
    }
  }

  private static void put(ByteWriter writer, Fields fields) {
    writer.int32(fields.size());
    for (Fields.Field field : fields) {
      writer.text(field.name()).text(field.value());
    }
  }

  private static Fields fields(ByteReader reader) throws DamagedFileException {
    int size = reader.int32();
    Fields.Builder fields = Fields.builder();
    for (int i = 0; i < size; i++) {
      fields.add(reader.text(), reader.text());
    }
    return fields.build();
  }
}
