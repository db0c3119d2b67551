package dev.heddle.files;

/**
 * What a client can ask later whether it still has the current version (RFC 9110 8.8): the entity tag and the date of a file.
 *
 * <p>Both follow from the time of the last write, so they are only sure once that time is over: a file may be written twice within
 * what the file system tells apart, and within a second as dates do. Until two seconds have passed, since any change of the file, the
 * tag is weak, and the date says nothing to {@code If-Modified-Since} and {@code If-Range}.
 *
 * @param tag made of the time in ns and the length; of a compressed copy, of its coding as well
 * @param modified seconds since 1970
 * @param settled whether the last write is long enough ago
 * @param hasDate false for a time in the future, which must not be sent (RFC 9110 8.8.2.1)
 */
record Validators(EntityTag tag, long modified, boolean settled, boolean hasDate) {
    private static final long UNSETTLED_SECONDS = 2;

    /**
     * The validators of a file.
     *
     * @param suffix tells a compressed copy from the file
     * @param now seconds since 1970
     */
    static Validators of(FileVersion version, String suffix, long now) {
        long modified = version.modifiedSecond();
        boolean settled = isPast(modified, now) && isPast(version.changedSecond(), now);
        String opaque = Long.toHexString(version.modifiedNanos()) + '-' + Long.toHexString(version.length()) + suffix;
        return new Validators(new EntityTag(!settled, opaque), modified, settled, modified <= now);
    }

    private static boolean isPast(long second, long now) {
        return Math.abs(now - second) >= UNSETTLED_SECONDS;
    }
}
