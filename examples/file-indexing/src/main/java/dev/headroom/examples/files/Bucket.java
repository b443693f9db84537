package dev.headroom.examples.files;

import dev.headroom.connectors.aws.S3Objects;
import dev.headroom.worker.Message;
import dev.headroom.worker.Refused;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files that are objects of an S3 bucket.
 *
 * @param objects where they are
 * @param mostBytes the largest that is fetched
 */
record Bucket(S3Objects objects, long mostBytes) implements Source {

    @Override
    public Opened open(Message message, Copies copies) throws Refused, IOException, InterruptedException {
        String name = message.body().strip();
        Path copy = copies.file(".object");
        objects.fetch(name, copy, mostBytes);
        return Folder.look(copy, name, mostBytes);
    }
}
