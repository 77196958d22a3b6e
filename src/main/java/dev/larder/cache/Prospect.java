package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.store.Address;
import java.util.List;

/**
 * The coding that a request should get of a stored response, as long as the better ones that it
 * accepts, too, are known to be of no use.
 *
 * @param address where the response lies in that coding
 */
record Prospect(ContentCoding coding, Address address, List<Variants.Made> useless) {}
