// Compile-only stub of androidx.activity, never part of the app.

@file:JvmName("EdgeToEdge")

package androidx.activity

@JvmName("enable")
fun ComponentActivity.enableEdgeToEdge() = Unit
