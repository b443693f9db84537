package dev.headroom.connectors.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.worker.Refused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/**
 * Embeddings of images by a model of Amazon Bedrock, in the form of {@code amazon.titan-embed-image-v1}: {@code inputImage} in
 * Base64 and {@code embeddingConfig.outputEmbeddingLength} go in, {@code embedding} comes out. It makes each call once: rate,
 * retries and breaker are the stage's, see {@link dev.headroom.worker.Stage#behind}.
 */
public final class BedrockEmbeddings implements AutoCloseable {
    /** The model whose form this speaks. */
    public static final String TITAN = "amazon.titan-embed-image-v1";

    private static final Duration CALL = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BedrockRuntimeClient client;
    private final String model;
    private final int length;

    /**
     * Of a model.
     *
     * @param region null for that of the environment, or, with an endpoint, us-east-1
     * @param endpoint another address than the region's, such as that of a server for tests; null for the region's
     * @param model its id, or the address of an inference profile
     * @param length of the vectors; Titan makes 256, 384 or 1024
     */
    public BedrockEmbeddings(@Nullable String region, @Nullable URI endpoint, String model, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("an embedding has at least one dimension, not " + length);
        }
        client = Clients.prepared(BedrockRuntimeClient.builder(), region, endpoint, CALL, CALL)
                .overrideConfiguration(c -> c.apiCallTimeout(CALL).retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
        this.model = model;
        this.length = length;
    }

    /**
     * The embedding of an image.
     *
     * @param image PNG or JPEG
     * @return as many numbers as were asked for
     * @throws Refused if the model does not take the image
     * @throws IOException if it does not answer, or not as it should
     */
    public float[] of(byte[] image) throws Refused, IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("inputImage", Base64.getEncoder().encodeToString(image));
        body.putObject("embeddingConfig").put("outputEmbeddingLength", length);
        try {
            return vector(client.invokeModel(r -> r.modelId(model)
                            .contentType("application/json")
                            .accept("application/json")
                            .body(SdkBytes.fromUtf8String(body.toString())))
                    .body()
                    .asUtf8String());
        } catch (ValidationException e) {
            throw new Refused("the model does not take the image: " + Clients.why(e), e);
        } catch (AbortedException e) {
            Thread.interrupted(); // the exception takes its place
            InterruptedException interrupted = new InterruptedException("while the model was asked");
            interrupted.initCause(e);
            throw interrupted;
        } catch (SdkException e) {
            throw new IOException(Clients.why(e), e);
        }
    }

    private float[] vector(String answer) throws IOException {
        JsonNode numbers;
        try {
            numbers = JSON.readTree(answer).path("embedding");
        } catch (JsonProcessingException e) {
            throw new IOException("the model's answer is no JSON", e);
        }
        if (numbers.size() != length) {
            throw new IOException("the model gave " + numbers.size() + " numbers instead of " + length);
        }
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (float) numbers.get(i).asDouble(Double.NaN);
            if (!Float.isFinite(vector[i])) {
                throw new IOException("the model gave something else than a number: " + numbers.get(i));
            }
        }
        return vector;
    }

    @Override
    public void close() {
        client.close();
    }
}
