package dev.larder.rules;

/** What is to be known of status codes (RFC 9110 §15). */
final class StatusCodes {
  private StatusCodes() {}

  /** Whether a lifetime may be made up for it (§15.1). */
  static boolean isHeuristicallyCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  /**
   * Whether this cache knows what it means, as {@code must-understand} asks (RFC 9111 §5.2.2.3).
   */
  static boolean isUnderstood(int status) {
    return switch (status) {
      case 200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308 -> true;
      case 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413 -> true;
      case 414, 415, 416, 417, 421, 422, 426, 500, 501, 502, 503, 504, 505 -> true;
      default -> false;
    };
  }
}
