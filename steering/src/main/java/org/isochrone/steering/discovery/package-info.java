/** What is learnt of targets: which answer, which are left alone, and which are not what they seem. Pure. */
@NullMarked
package org.isochrone.steering.discovery;

import org.jspecify.annotations.NullMarked;
