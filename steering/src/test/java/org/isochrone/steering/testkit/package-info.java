/**
 * What tests of every module share: real servers on loopback, started and ended by handle, and waiting without sleep.
 */
@NullMarked
package org.isochrone.steering.testkit;

import org.jspecify.annotations.NullMarked;
