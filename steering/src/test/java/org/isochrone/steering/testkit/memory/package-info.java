/** The ports of steering in memory, for tests and as the plainest statement of what a store does. */
@NullMarked
package org.isochrone.steering.testkit.memory;

import org.jspecify.annotations.NullMarked;
