/**
 * The ports of steering: what it needs kept, as interfaces that {@code sql} implements. Every method may wait for a
 * server and throws {@link org.isochrone.steering.port.StoreException} when the server cannot be reached or refuses;
 * none is ever called on the path of an answer. Implementations are safe for any thread.
 */
@NullMarked
package org.isochrone.steering.port;

import org.jspecify.annotations.NullMarked;
