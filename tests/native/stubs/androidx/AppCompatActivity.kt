// Compile-only stubs of androidx.appcompat, never part of the app.

package androidx.appcompat.app

import androidx.activity.ComponentActivity

open class AppCompatActivity : ComponentActivity()
