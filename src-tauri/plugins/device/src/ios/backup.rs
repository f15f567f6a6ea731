#![expect(unsafe_code, reason = "the key is a constant of the system, and what is set for it has no type")]

use std::path::Path;

use app::DeviceError;
use objc2::runtime::AnyObject;
use objc2_foundation::{NSNumber, NSString, NSURL, NSURLIsExcludedFromBackupKey};

use super::bridge_error::{BridgeError, refused};

/// Makes a folder where it is missing, and leaves it out of the phone's backups, with all that is in it.
///
/// By `NSURLIsExcludedFromBackupKey` (Apple, "Optimizing Your App's Data for iCloud Backup"), which is set for the folder
/// and not for its files: a file that another takes the place of has lost it.
///
/// # Errors
/// [`DeviceError::Refused`]: the folder cannot be made, or the system does not set it.
pub fn exclude_from_backup(folder: &Path) -> Result<(), DeviceError> {
    exclude(folder).map_err(refused)
}

fn exclude(folder: &Path) -> Result<(), BridgeError> {
    std::fs::create_dir_all(folder)?;
    let url = NSURL::fileURLWithPath_isDirectory(&NSString::from_str(&folder.to_string_lossy()), true);
    let excluded = NSNumber::numberWithBool(true);
    let excluded: &AnyObject = &excluded;
    // SAFETY: a constant of Foundation, whose value is a number that is true or false (NSURL.h).
    unsafe { url.setResourceValue_forKey_error(Some(excluded), NSURLIsExcludedFromBackupKey) }
        .map_err(|error| BridgeError::from(&*error))
}
