/** Not part of the program: classes that break the rules, so that a test can see the rules bite. */
@NullMarked
package org.isochrone.steering.planted;

import org.jspecify.annotations.NullMarked;
