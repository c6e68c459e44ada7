package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static int taken(TokenBucket bucket, long now) {
        int count = 0;
        while (bucket.take(now)) {
            count++;
        }
        return count;
    }

    @Test
    void letsTheBurstThroughThenTheRate() {
        TokenBucket bucket = new TokenBucket(10, 5, 0);
        assertThat(taken(bucket, 0)).isEqualTo(5);
        assertThat(taken(bucket, 99_999_999)).isZero();
        assertThat(taken(bucket, 100_000_000)).isEqualTo(1);
        assertThat(taken(bucket, 400_000_000)).isEqualTo(3);
        assertThat(taken(bucket, 3_600_000_000_000L)).isEqualTo(5);
    }

    @Test
    void timeThatStandsStillGivesNothing() {
        TokenBucket bucket = new TokenBucket(1, 1, 1000);
        assertThat(bucket.take(1000)).isTrue();
        assertThat(bucket.take(500)).isFalse();
    }
}
