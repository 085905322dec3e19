@echo off
rem Loose Threads on Windows: the steps of the kata script, without its cache of loaded classes and its lock.
setlocal
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "JAR=%ROOT%\workbook\target\workbook.jar"

set "JDK="
call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :try "%%~dpJ.."
for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%USERPROFILE%\.jdks\*") do call :try "%%~D"
if not defined JDK (
  echo kata: JDK 25 is missing: install it ^(https://adoptium.net/temurin/releases/?version=25^), or set JAVA_HOME to where it is 1>&2
  exit /b 2
)

set "MODULE=workbook"
set "ALSO="
if /i "%~1"=="bench" set "MODULE=benchmarks"
if /i "%~1"=="bench" set "ALSO=,benchmarks\pom.xml,benchmarks\src\main"
if not exist "%ROOT%\%MODULE%\target\%MODULE%.jar" goto build
if not exist "%JAR%" goto build
powershell -NoProfile -Command "Set-Location -LiteralPath $env:ROOT; $built = (Get-Item -LiteralPath $env:JAR).LastWriteTime; if (Get-ChildItem -Recurse pom.xml,.mvn,katas\pom.xml,solutions\pom.xml,leakcheck\pom.xml,leakcheck\src\main,workbook\pom.xml,workbook\src\main%ALSO% | Where-Object LastWriteTime -gt $built) { exit 1 }"
if not errorlevel 1 goto run

:build
where mvn >nul 2>nul || (
  echo kata: Maven is missing: install it ^(https://maven.apache.org^) 1>&2
  exit /b 2
)
echo kata: building: 1-2 minutes the first time, with downloads; half a minute later on 1>&2
if not exist "%ROOT%\.kata" mkdir "%ROOT%\.kata"
pushd "%ROOT%"
set "JAVA_HOME=%JDK%"
if not defined MAVEN_OPTS set "MAVEN_OPTS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
call mvn -B -ntp -P !lint -pl %MODULE% -am -Dmaven.test.skip=true -Dmaven.source.skip -Dmaven.javadoc.skip package > "%ROOT%\.kata\build.log" 2>&1
set "FAILED=%errorlevel%"
popd
if not "%FAILED%"=="0" (
  findstr /b /c:"[ERROR]" "%ROOT%\.kata\build.log" 1>&2
  echo kata: the build failed; all of it is in "%ROOT%\.kata\build.log" 1>&2
  exit /b 2
)
powershell -NoProfile -Command "(Get-Item -LiteralPath $env:JAR).LastWriteTime = Get-Date"

:run
"%JDK%\bin\java" -Xlog:disable -Xlog:all=off -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-preview --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true "-Dkata.root=%ROOT%" "-Dkata.state=%ROOT%\.kata" "-Dkata.jars=%ROOT%" -cp "%JAR%;%ROOT%\workbook\target\lib\*" loosethreads.workbook.cli.Main %*
exit /b %errorlevel%

:try
if defined JDK exit /b
if not exist "%~1\bin\javac.exe" exit /b
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul 2>nul && set "JDK=%~f1"
exit /b
