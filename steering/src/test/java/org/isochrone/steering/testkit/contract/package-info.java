/** What every implementation of a port must do, as tests to be inherited. */
@NullMarked
package org.isochrone.steering.testkit.contract;

import org.jspecify.annotations.NullMarked;
