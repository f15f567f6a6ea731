//! The Xcode project for iPhone and iPad, as `tauri ios build` expects it, held to the configuration. It was never opened
//! in Xcode. `UPDATE_APPLE=1` writes what is made of `project.yml` and of the icon set.

mod apple_languages;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::{BufReader, Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;

use plist::{Dictionary, Value as Plist};
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

/// Groups of custom schemes, and hosts of app links.
type Links = (Vec<Vec<String>>, Vec<String>);

/// What XcodeGen gives every app before the properties of `project.yml` (XcodeGen, InfoPlistGenerator).
const XCODEGEN: &[(&str, &str)] = &[
    ("CFBundleDevelopmentRegion", "$(DEVELOPMENT_LANGUAGE)"),
    ("CFBundleExecutable", "$(EXECUTABLE_NAME)"),
    ("CFBundleIdentifier", "$(PRODUCT_BUNDLE_IDENTIFIER)"),
    ("CFBundleInfoDictionaryVersion", "6.0"),
    ("CFBundleName", "$(PRODUCT_NAME)"),
    ("CFBundlePackageType", "APPL"),
    ("CFBundleShortVersionString", "1.0"),
    ("CFBundleVersion", "1"),
];

/// What the app does without: exceptions to TLS, time in the background by declaration, a look at the local network or at
/// other apps, a folder that other apps see.
const NEVER: &[&str] = &[
    "NSAppTransportSecurity",
    "UIBackgroundModes",
    "NSLocalNetworkUsageDescription",
    "NSBonjourServices",
    "LSApplicationQueriesSchemes",
    "UIFileSharingEnabled",
    "NSFaceIDUsageDescription",
    "NSUserTrackingUsageDescription",
];

/// Made by the Tauri CLI or by Xcode when they run.
const MADE_LATER: &[&str] = &["Externals", "assets"];

fn room() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/apple")
}

fn configuration() -> Result<Value, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tauri.conf.json");
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

fn project() -> Result<Value, Box<dyn Error>> {
    Ok(serde_yaml_ng::from_str(&fs::read_to_string(room().join("project.yml"))?)?)
}

fn target(project: &Value) -> &Value {
    &project["targets"][concat!(env!("CARGO_PKG_NAME"), "_iOS")]
}

fn dictionary(path: &Path) -> Result<Dictionary, Box<dyn Error>> {
    let value = Plist::from_file(path).map_err(|error| format!("{}: {error}", path.display()))?;
    value.into_dictionary().ok_or_else(|| format!("{} is no dictionary", path.display()).into())
}

fn info_plist() -> PathBuf {
    room().join(concat!(env!("CARGO_PKG_NAME"), "_iOS/Info.plist"))
}

fn entitlements() -> PathBuf {
    room().join(concat!(env!("CARGO_PKG_NAME"), "_iOS/", env!("CARGO_PKG_NAME"), "_iOS.entitlements"))
}

fn as_plist(value: &Value) -> Result<Plist, Box<dyn Error>> {
    Ok(match value {
        Value::Bool(on) => Plist::Boolean(*on),
        Value::String(text) => Plist::String(text.clone()),
        Value::Number(number) => Plist::Integer(number.as_i64().ok_or("a number with a fraction")?.into()),
        Value::Array(items) => Plist::Array(items.iter().map(as_plist).collect::<Result<_, _>>()?),
        Value::Object(keys) => Plist::Dictionary(
            keys.iter()
                .map(|(key, value)| Ok((key.clone(), as_plist(value)?)))
                .collect::<Result<_, Box<dyn Error>>>()?,
        ),
        Value::Null => return Err("a key without a value".into()),
    })
}

fn updating() -> bool {
    std::env::var_os("UPDATE_APPLE").is_some()
}

/// The file is what is made here, or becomes it.
fn settle(path: &Path, made: Dictionary) -> Outcome {
    let mut made = made;
    made.sort_keys();
    if updating() {
        let mut bytes = Vec::new();
        Plist::Dictionary(made).to_writer_xml(&mut bytes)?;
        bytes.push(b'\n');
        fs::write(path, bytes)?;
        return Ok(());
    }
    let mut found = dictionary(path)?;
    found.sort_keys();
    assert_eq!(found, made, "{} is stale: run this test with UPDATE_APPLE=1", path.display());
    Ok(())
}

/// Custom schemes and app-link hosts, as tauri-plugin-deep-link reads them.
fn links(configuration: &Value) -> Result<Links, Box<dyn Error>> {
    let (mut schemes, mut hosts) = (Vec::new(), Vec::new());
    for link in configuration["plugins"]["deep-link"]["mobile"].as_array().ok_or("no links")? {
        let named: Vec<String> = serde_json::from_value(link["scheme"].clone())?;
        let is_web = named.iter().any(|scheme| scheme == "https" || scheme == "http");
        let host = link["host"].as_str();
        if link["appLink"].as_bool().unwrap_or(is_web && host.is_some()) {
            hosts.push(host.ok_or("an app link without a host")?.to_owned());
        }
        let custom: Vec<_> = named.into_iter().filter(|scheme| scheme != "https" && scheme != "http").collect();
        if !custom.is_empty() {
            schemes.push(custom);
        }
    }
    Ok((schemes, hosts))
}

#[test]
fn the_project_agrees_with_the_configuration() -> Outcome {
    let (configuration, project) = (configuration()?, project()?);
    let app = &project["settingGroups"]["app"]["base"];
    assert_eq!(project["name"], env!("CARGO_PKG_NAME"));
    assert_eq!(configuration["identifier"], app::BUNDLE_IDENTIFIER);
    assert_eq!(project["options"]["bundleIdPrefix"], configuration["identifier"]);
    assert_eq!(app["PRODUCT_BUNDLE_IDENTIFIER"], configuration["identifier"]);
    // The executable's name too: other letters break archives.
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tauri.ios.conf.json");
    let own: Value = serde_json::from_str(&fs::read_to_string(own)?)?;
    let name = own["productName"].as_str().ok_or("no name for iOS")?;
    assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
    assert_eq!(app["PRODUCT_NAME"], name);
    assert_eq!(project["options"]["deploymentTarget"]["iOS"], configuration["bundle"]["iOS"]["minimumSystemVersion"]);
    let properties = &target(&project)["info"]["properties"];
    assert_eq!(properties["CFBundleDisplayName"], configuration["productName"]);
    for version in ["CFBundleShortVersionString", "CFBundleVersion"] {
        assert_eq!(properties[version], env!("CARGO_PKG_VERSION"), "{version}");
    }
    Ok(())
}

#[test]
fn info_plist_is_what_is_made_of_the_project() -> Outcome {
    let project = project()?;
    let properties = as_plist(&target(&project)["info"]["properties"])?.into_dictionary().ok_or("no properties")?;
    let own = XCODEGEN.iter().map(|(key, value)| ((*key).to_owned(), Plist::from(*value)));
    settle(&info_plist(), own.chain(properties).collect())
}

/// The Tauri CLI would merge them into Info.plist at a build, past `project.yml`.
#[test]
fn no_other_property_list_has_a_say() {
    for name in ["Info.plist", "Info.ios.plist"] {
        assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join(name).exists(), "{name}");
    }
}

#[test]
fn links_and_files_come_to_the_app_and_nothing_else_is_declared() -> Outcome {
    let (schemes, _) = links(&configuration()?)?;
    assert!(!schemes.is_empty());
    let types = schemes.into_iter().map(|schemes| {
        let name = format!("$(PRODUCT_BUNDLE_IDENTIFIER).{}", schemes[0]);
        let schemes = Plist::Array(schemes.into_iter().map(Plist::String).collect());
        let keys = [("CFBundleURLName", Plist::String(name)), ("CFBundleURLSchemes", schemes)];
        Plist::Dictionary(keys.map(|(key, value)| (key.to_owned(), value)).into_iter().collect())
    });
    let keys = dictionary(&info_plist())?;
    assert_eq!(keys.get("CFBundleURLTypes"), Some(&Plist::Array(types.collect())));

    let files = keys.get("CFBundleDocumentTypes").and_then(Plist::as_array).ok_or("no files")?;
    let files: Vec<_> = files.iter().filter_map(Plist::as_dictionary).collect();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].get("LSItemContentTypes"), Some(&Plist::Array(vec!["com.rsa.pkcs-12".into()])));
    assert_eq!(files[0].get("LSHandlerRank"), Some(&"Alternate".into()));
    // A file elsewhere could not be read: the right to it is lost between UIKit and tao. The shell removes the copy.
    assert_eq!(keys.get("LSSupportsOpeningDocumentsInPlace"), Some(&false.into()));

    assert!(keys.get("NSCameraUsageDescription").and_then(Plist::as_string).is_some_and(|why| why.contains('。')));
    assert_eq!(keys.get("ITSAppUsesNonExemptEncryption"), Some(&false.into()));
    for key in NEVER {
        assert!(!keys.contains_key(key), "{key}");
    }
    Ok(())
}

#[test]
fn the_entitlements_are_the_configured_app_links() -> Outcome {
    let (_, hosts) = links(&configuration()?)?;
    let properties = target(&project()?)["entitlements"]["properties"].clone();
    let mut wanted = serde_json::Map::new();
    if !hosts.is_empty() {
        let domains: Vec<_> = hosts.iter().map(|host| format!("applinks:{host}")).collect();
        wanted.insert("com.apple.developer.associated-domains".to_owned(), domains.into());
    }
    assert_eq!(properties, Value::Object(wanted), "project.yml");
    settle(&entitlements(), as_plist(&properties)?.into_dictionary().ok_or("no properties")?)
}

#[test]
#[expect(clippy::print_stdout, reason = "whoever reads the test's output learns what was left out")]
fn every_property_list_is_read_by_two_readers() -> Outcome {
    let files =
        [info_plist(), entitlements(), room().join("ExportOptions.plist"), room().join("PrivacyInfo.xcprivacy")];
    for file in &files {
        let ours = dictionary(file)?;
        match Command::new("plistutil").arg("-i").arg(file).args(["-f", "xml"]).output() {
            Ok(output) => {
                assert!(output.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&output.stderr));
                assert_eq!(
                    Plist::from_reader(Cursor::new(output.stdout))?,
                    Plist::Dictionary(ours),
                    "{}",
                    file.display()
                );
            }
            // Where everything is installed nothing may be left out.
            Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
                println!("plistutil is not here: one reader only");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[test]
fn the_privacy_manifest_says_that_nothing_is_collected() -> Outcome {
    let keys = dictionary(&room().join("PrivacyInfo.xcprivacy"))?;
    assert_eq!(keys.get("NSPrivacyTracking"), Some(&false.into()));
    for empty in ["NSPrivacyTrackingDomains", "NSPrivacyCollectedDataTypes"] {
        assert_eq!(keys.get(empty), Some(&Plist::Array(Vec::new())), "{empty}");
    }
    Ok(())
}

/// The app looks at the metadata of its own files (C617.1), and of a file that the user has picked (3B52.1) before it reads it
/// (Apple, "Describing use of required reason API").
#[test]
fn the_privacy_manifest_gives_the_reason_for_whatever_file_is_looked_at() -> Outcome {
    let sources = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/device/src/ios"))?;
    let picks =
        sources.iter().map(fs::read_to_string).collect::<Result<String, _>>()?.contains("initForOpeningContentTypes");
    let keys = dictionary(&room().join("PrivacyInfo.xcprivacy"))?;
    let stated = keys.get("NSPrivacyAccessedAPITypes").and_then(Plist::as_array).ok_or("no reasons")?;
    let files = stated
        .iter()
        .filter_map(Plist::as_dictionary)
        .find(|entry| {
            entry.get("NSPrivacyAccessedAPIType") == Some(&"NSPrivacyAccessedAPICategoryFileTimestamp".into())
        })
        .ok_or("no reason for files")?;
    let mut wanted = vec!["C617.1"];
    if picks {
        wanted.insert(0, "3B52.1");
    }
    let wanted = wanted.into_iter().map(Plist::from).collect();
    assert_eq!(files.get("NSPrivacyAccessedAPITypeReasons"), Some(&Plist::Array(wanted)));
    Ok(())
}

/// The last word of a framework's crate: `objc2-ui-kit` binds `UIKit`.
fn folded(name: &str) -> String {
    name.replace('-', "").to_ascii_lowercase()
}

#[test]
fn every_framework_that_is_called_is_linked() -> Outcome {
    let project = project()?;
    let dependencies = target(&project)["dependencies"].as_array().ok_or("no dependencies")?;
    let linked: BTreeSet<_> = dependencies
        .iter()
        .filter_map(|dependency| dependency["sdk"].as_str()?.strip_suffix(".framework"))
        .map(folded)
        .collect();
    assert!(dependencies.iter().any(|dependency| dependency["framework"] == "libapp.a"));

    let device = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/device");
    let manifest = fs::read_to_string(device.join("Cargo.toml"))?;
    let mut called: BTreeSet<_> =
        manifest.lines().filter_map(|line| line.strip_prefix("objc2-")?.split([' ', '.']).next()).map(folded).collect();
    for source in files_below(&device.join("src/ios"))? {
        let source = fs::read_to_string(source)?;
        let names = source.split("#[link(name = \"").skip(1).filter_map(|rest| rest.split('"').next());
        called.extend(names.map(folded));
    }
    assert!(called.contains("safariservices") && called.contains("uikit"), "{called:?}");
    let missing: Vec<_> = called.difference(&linked).collect();
    assert!(missing.is_empty(), "project.yml does not link {missing:?}");
    Ok(())
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

#[test]
fn every_source_of_the_project_is_there() -> Outcome {
    let project = project()?;
    for source in target(&project)["sources"].as_array().ok_or("no sources")? {
        let path = source["path"].as_str().ok_or("no path")?;
        assert!(MADE_LATER.contains(&path) || room().join(path).exists(), "{path}");
    }
    let main = room().join(concat!("Sources/", env!("CARGO_PKG_NAME"), "/main.mm"));
    assert!(fs::read_to_string(main)?.contains("ffi::start_app()"));
    let launch = fs::read_to_string(room().join("LaunchScreen.storyboard"))?;
    assert!(launch.contains("launchScreen=\"YES\"") && !launch.contains("<label"), "a launch screen shows no words");
    Ok(())
}

/// Pixels without transparency.
struct Picture {
    side: u32,
    rgb: Vec<u8>,
}

impl Picture {
    fn read(path: &Path) -> Result<(Self, bool), Box<dyn Error>> {
        let file = fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().ok_or("too large")?];
        let frame = reader.next_frame(&mut bytes)?;
        assert_eq!((frame.width, frame.bit_depth), (frame.height, png::BitDepth::Eight), "{}", path.display());
        bytes.truncate(frame.buffer_size());
        let opaque = frame.color_type == png::ColorType::Rgb;
        let rgb = match frame.color_type {
            png::ColorType::Rgb => bytes,
            png::ColorType::Rgba => bytes.chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect(),
            other => return Err(format!("{}: {other:?}", path.display()).into()),
        };
        Ok((Self { side: frame.width, rgb }, opaque))
    }

    fn write(&self, path: &Path) -> Outcome {
        let mut encoder = png::Encoder::new(fs::File::create(path)?, self.side, self.side);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(&self.rgb)?;
        Ok(())
    }
}

/// The store refuses an icon with an alpha channel, which `tauri icon` leaves in.
#[test]
fn the_icons_are_the_icon_set_without_transparency() -> Outcome {
    let folder = room().join("Assets.xcassets/AppIcon.appiconset");
    let contents: Value = serde_json::from_str(&fs::read_to_string(folder.join("Contents.json"))?)?;
    let mut sides = BTreeMap::new();
    for image in contents["images"].as_array().ok_or("no images")? {
        let points: f64 = image["size"].as_str().and_then(|size| size.split('x').next()).ok_or("no size")?.parse()?;
        let scale: f64 = image["scale"].as_str().ok_or("no scale")?.trim_end_matches('x').parse()?;
        sides.insert(image["filename"].as_str().ok_or("no file")?.to_owned(), (points * scale).round() as u32);
    }
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../icons/ios");
    for (name, side) in &sides {
        let (picture, _) = Picture::read(&made.join(name))?;
        assert_eq!(picture.side, *side, "{name}");
        if updating() {
            picture.write(&folder.join(name))?;
        }
        let (found, opaque) = Picture::read(&folder.join(name))?;
        assert!(opaque, "{name} has an alpha channel");
        assert!(found.rgb == picture.rgb, "{name} is stale: run this test with UPDATE_APPLE=1");
    }
    let there: BTreeSet<_> = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, std::io::Error>>()?;
    let wanted = sides.into_keys().chain(["Contents.json".to_owned()]).collect();
    assert_eq!(there, wanted);
    Ok(())
}
