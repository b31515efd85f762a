/**
 * Where the face is: from a frame to meshes, poses and a matte.
 *
 * <p>{@link dev.keylight.face.FaceModel} is the door: it is shown the frames of a clip one after the other and tells of
 * each face as a {@link dev.keylight.face.FaceObservation}: the mesh in the picture, the head's
 * {@link dev.keylight.face.Pose}, and the mesh with the pose taken off, in which only identity and expression are left.
 * {@link dev.keylight.face.MeshFaceModel} is the built-in one. It finds faces with MediaPipe's short-range detector, fits
 * MediaPipe's attention mesh to them and then follows each from its own last position, so that the detector runs only to
 * find new and lost ones. The mesh is smoothed so that a resting face rests, with far quicker filters on lids and lips,
 * where lateness would show; a face that is lost for a moment is carried on and marked as bridged.
 *
 * <p>The networks are shipped with the package and run by TensorFlow Lite on the CPU. {@code models.json} says where each comes
 * from and {@code tools/face_models.py} makes them again from the published packages. The mesh network is cut in two;
 * what MediaPipe's own operators do between the parts is {@code AttentionMesh}.
 *
 * <p>{@link dev.keylight.face.FaceLandmarks} says which vertex is what. {@link dev.keylight.face.Procrustes} finds the
 * similarity between two point sets and knows nothing of faces.
 */
package dev.keylight.face;
