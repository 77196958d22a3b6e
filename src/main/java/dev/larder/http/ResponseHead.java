package dev.larder.http;

/**
 * Status code and fields of a response, without its content (RFC 9110 §6.2).
 *
 * @param status three digits
 */
public record ResponseHead(int status, Fields fields) {

  public ResponseHead withFields(Fields other) {
    return new ResponseHead(status, other);
  }
}
