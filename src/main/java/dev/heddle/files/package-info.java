/**
 * Files of a directory over HTTP: {@link dev.heddle.files.FileHandler}, which {@code heddle serve} uses as any program may.
 *
 * <p>A request goes through the package in this order: {@code RequestPath} splits its path, {@code FileTree} finds what is there
 * and must not be left, {@code FileResponses} chooses between a file and its compressed copies, {@code OpenedFile} opens it,
 * {@code Preconditions} and {@code RangeHeader} decide what of it is sent (RFC 9110 13 and 14), {@code FileSender} sends it.
 */
package dev.heddle.files;
