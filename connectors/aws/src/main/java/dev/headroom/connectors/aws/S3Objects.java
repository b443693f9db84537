package dev.headroom.connectors.aws;

import dev.headroom.worker.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of an S3 bucket below a prefix, or of a server with the same protocol; fetched into files, never into memory. */
public final class S3Objects implements AutoCloseable {
    private static final Duration SOCKET = Duration.ofSeconds(15);
    /** Until the first byte of an object. */
    private static final Duration CALL = Duration.ofSeconds(20);

    private static final int BUFFER = 1 << 16;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /**
     * Of a bucket that exists.
     *
     * @param where {@code s3://bucket} or {@code s3://bucket/prefix}
     * @param region null for that of the environment, or, with an endpoint, us-east-1
     * @param endpoint another address than the region's, such as that of a server for tests; null for the region's
     * @throws IllegalArgumentException if {@code where} is not of that form
     */
    public S3Objects(URI where, @Nullable String region, @Nullable URI endpoint) {
        bucket = where.getAuthority();
        if (!"s3".equals(where.getScheme()) || bucket == null) {
            throw new IllegalArgumentException("'" + where + "' is not of the form s3://bucket/prefix");
        }
        String path = where.getPath().replaceFirst("^/+", "");
        prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        client = Clients.prepared(S3Client.builder(), region, endpoint, SOCKET, CALL)
                .forcePathStyle(endpoint != null)
                .build();
    }

    /**
     * Fetches an object.
     *
     * @param name below the prefix
     * @param to an existing file, which is written over
     * @param mostBytes of an object; of a larger one nothing is fetched
     * @return its size, bytes
     * @throws Refused if it is not there, is a folder's mark, is too large or is archived
     * @throws IOException if S3 does not give it now
     */
    public long fetch(String name, Path to, long mostBytes) throws Refused, IOException, InterruptedException {
        if (name.isEmpty() || name.endsWith("/")) {
            throw new Refused("it is a directory, not a file");
        }
        try (ResponseInputStream<GetObjectResponse> in =
                client.getObject(r -> r.bucket(bucket).key(prefix + name))) {
            long size = in.response().contentLength();
            if (size > mostBytes) {
                in.abort();
                throw new Refused(
                        "the file has " + mebibytes(size) + " MiB; " + mebibytes(mostBytes) + " MiB are read at most");
            }
            long got = copy(in, to, size);
            if (got != size) {
                in.abort();
                throw new IOException("S3 gave other than the " + size + " bytes it had said");
            }
            return size;
        } catch (NoSuchKeyException e) {
            throw new Refused("the file is not there (any more)", e);
        } catch (InvalidObjectStateException e) {
            throw new Refused("the file is archived (" + e.storageClassAsString() + ") and must be restored first", e);
        } catch (AbortedException e) {
            Thread.interrupted(); // the exception takes its place
            InterruptedException interrupted = new InterruptedException("while an object was fetched");
            interrupted.initCause(e);
            throw interrupted;
        } catch (SdkException e) {
            throw new IOException(Clients.why(e), e);
        }
    }

    /** Copies no more than one byte beyond what was said. */
    private static long copy(ResponseInputStream<?> in, Path to, long most) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long got = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int n = in.read(buffer); n >= 0 && got <= most; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                got += n;
            }
        }
        return got;
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }

    /**
     * Names of objects below the prefix, in the order of S3, without marks of folders.
     *
     * @param most so many at most
     * @throws IOException if S3 does not tell
     */
    public List<String> names(int most) throws IOException {
        try {
            return client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(prefix.length()))
                    .filter(name -> !name.isEmpty() && !name.endsWith("/"))
                    .limit(most)
                    .toList();
        } catch (SdkException e) {
            throw new IOException(Clients.why(e), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
