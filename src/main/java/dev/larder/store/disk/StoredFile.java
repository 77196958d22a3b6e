package dev.larder.store.disk;

import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import java.nio.file.Path;

/**
 * A stored response as its file tells it.
 *
 * @param length bytes of its body
 * @param bytes what it takes on disk, in whole blocks, with the sidecar of its head
 * @param generation of the fill; variants bear that of the identity they were made of
 * @param epoch the purge epoch at which the body was asked for
 * @param validatedEpoch the purge epoch at which it was last validated, or filled
 * @param validations how many times its head was replaced since it was filled
 */
public record StoredFile(
    Path path,
    Address address,
    StoredHead head,
    long length,
    long bytes,
    long generation,
    long epoch,
    long validatedEpoch,
    long validations) {}
