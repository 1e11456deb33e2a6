/** Metrics and health over HTTP, on loopback. */
@NullMarked
package org.isochrone.app.http;

import org.jspecify.annotations.NullMarked;
