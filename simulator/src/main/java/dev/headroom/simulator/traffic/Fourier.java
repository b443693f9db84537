package dev.headroom.simulator.traffic;

/** The discrete Fourier transform for powers of two (Cooley and Tukey 1965), in place. */
final class Fourier {
    private Fourier() {}

    /** Transforms {@code re + i·im}: each X(k) becomes the sum of x(n)·exp(−2πi·kn/N). */
    static void transform(double[] re, double[] im) {
        int n = re.length;
        if (Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("the length is no power of two: " + n);
        }
        swap(re, im);
        double[] cos = new double[n / 2];
        double[] sin = new double[n / 2];
        for (int k = 0; k < n / 2; k++) {
            cos[k] = StrictMath.cos(2 * Math.PI * k / n);
            sin[k] = -StrictMath.sin(2 * Math.PI * k / n);
        }
        for (int length = 2; length <= n && length > 0; length <<= 1) {
            int half = length / 2;
            int stride = n / length;
            for (int begin = 0; begin < n; begin += length) {
                for (int k = 0; k < half; k++) {
                    int a = begin + k;
                    int b = a + half;
                    double wr = cos[k * stride];
                    double wi = sin[k * stride];
                    double tr = re[b] * wr - im[b] * wi;
                    double ti = re[b] * wi + im[b] * wr;
                    re[b] = re[a] - tr;
                    im[b] = im[a] - ti;
                    re[a] += tr;
                    im[a] += ti;
                }
            }
        }
    }

    private static void swap(double[] re, double[] im) {
        int shift = Integer.numberOfLeadingZeros(re.length) + 1;
        for (int i = 0; i < re.length; i++) {
            int j = shift == 32 ? i : Integer.reverse(i) >>> shift;
            if (j > i) {
                double r = re[i];
                re[i] = re[j];
                re[j] = r;
                double m = im[i];
                im[i] = im[j];
                im[j] = m;
            }
        }
    }
}
